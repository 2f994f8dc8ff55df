package org.sweetwater.devnet.cradle;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.oracle.cradle.CradleContract;
import org.sweetwater.oracle.cradle.canary.BreachReport;
import org.sweetwater.oracle.cradle.canary.CanaryContract;
import org.sweetwater.oracle.cradle.canary.RolloutState;
import org.sweetwater.oracle.cradle.twin.Quantity;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sw cradle breach}: an attestor says that a rollout must not go on. */
@Command(
    name = "breach",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Signs, as an attestor, a measurement that is too bad to go on, and posts it.",
    footer = {
      "",
      "As many attestors as attest results, within five minutes, roll the change back at once.",
      "  sw cradle breach 0x… --metric latencyP99 --value 2.4s --window 60s --key-env ATTESTOR_KEY",
      "Exit codes: 0 the oracle took it, 1 refused or failed, 2 wrong usage."
    })
final class BreachCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int ACCEPTED = 202;

  @Parameters(
      paramLabel = "ID",
      converter = HashReader.class,
      description = "The experiment's id, 0x and 64 digits.")
  private Hash32 id = Hash32.ZERO;

  @Option(
      names = "--metric",
      required = true,
      paramLabel = "NAME",
      description = "latencyP99 (above 2 s) or deanonymisationRisk (above 5 %%).")
  private String metric = "";

  @Option(
      names = "--value",
      required = true,
      paramLabel = "VALUE",
      description = "What was measured, with its unit: 2.4s, 2400ms, 6.5%%, 65000ppm.")
  private String value = "";

  @Option(
      names = "--window",
      required = true,
      paramLabel = "SECONDS",
      description = "How long was measured, until the newest block: 60s.")
  private String window = "";

  @Option(
      names = "--oracle",
      paramLabel = "URL",
      description = "The oracle's base address (default: SW_ORACLE_URL, else the devnet's).")
  private Optional<URI> oracle = Optional.empty();

  @Mixin private KeyOptions keys = new KeyOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    BreachLimit limit = BreachLimit.of(metric);
    long measured = limit.parse(value);
    long seconds = seconds(window);
    if (!new BreachReport.Breach(id, 0, limit.metric().number(), measured, 0, seconds)
        .isBeyondLimit()) {
      throw new MemberException(
          "%s is no breach: expected latencyP99 above 2 s or deanonymisationRisk above 5 %%"
              .formatted(Quantity.of(limit.metric(), measured)));
    }
    SigningKey key = keys.open();
    Deployment deployment = network.deployment();
    URI to = network.oracle(oracle);
    BreachReport.Breach breach;
    try (ChainClient chain = network.connect()) {
      requireAttestor(key, chain, deployment);
      breach = breach(chain, deployment, limit, measured, seconds);
    }
    post(to, BreachReport.signAsAttestor(key, deployment, breach));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "Attestor %s: %s of %s in wave %d, from %s to %s. Posted to %s; follow it: sw cradle status %s"
            .formatted(
                key.address(),
                limit.metric().key(),
                Quantity.of(limit.metric(), measured),
                breach.wave(),
                Instant.ofEpochSecond(breach.windowStart()),
                Instant.ofEpochSecond(breach.windowEnd()),
                to,
                id));
    out.flush();
    return 0;
  }

  private static long seconds(String text) {
    if (!text.matches("[1-9][0-9]{0,5}s")) {
      throw new MemberException(
          "--window: expected seconds such as 60s, found '%s'".formatted(text));
    }
    return Long.parseLong(text.substring(0, text.length() - 1));
  }

  private static void requireAttestor(SigningKey key, ChainClient chain, Deployment deployment) {
    if (!new CradleContract(chain, deployment).attestors().accounts().contains(key.address())) {
      throw new MemberException(
          "%s is not an attestor in office; a node's breach is posted by the node itself"
              .formatted(key.address()));
    }
  }

  private BreachReport.Breach breach(
      ChainClient chain, Deployment deployment, BreachLimit limit, long measured, long seconds) {
    CanaryContract canary = new CanaryContract(chain, deployment);
    RolloutState rollout = canary.rollout(id);
    if (!rollout.isRollingOut()) {
      throw new MemberException(
          "experiment %s is not rolling out (%s); there is nothing to roll back"
              .formatted(id, RolloutStory.words(rollout.phase())));
    }
    int wave = rollout.startedWave();
    long end = chain.latestBlock().timestamp().getEpochSecond();
    long begin = end - seconds;
    long started = wave == 0 ? 0 : canary.wave(id, wave).startedAt();
    if (begin < started) {
      throw new MemberException(
          "--window: wave %d began %d s ago; expected a window of at most that, found %d s"
              .formatted(wave, end - started, seconds));
    }
    return new BreachReport.Breach(id, wave, limit.metric().number(), measured, begin, end);
  }

  private static void post(URI oracle, BreachReport report) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(oracle.resolve("/canary/breaches"))
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(report.toJson().toString()))
            .build();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != ACCEPTED) {
        throw new MemberException(
            "the oracle refused the breach: %d %s".formatted(answer.statusCode(), answer.body()));
      }
    } catch (IOException e) {
      throw new MemberException(
          "the oracle at %s did not answer (%s); name another with --oracle"
              .formatted(oracle, e.getMessage()));
    }
  }
}
