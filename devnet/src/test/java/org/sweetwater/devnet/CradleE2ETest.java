package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.cradle.Attestor;
import org.sweetwater.oracle.cradle.CradleCalls;
import org.sweetwater.oracle.cradle.CradleContract;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.archive.FolderArchive;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;

/** An experimenter's way from a file to a proposal, on a real chain with a real oracle. */
final class CradleE2ETest {
  private static final Pattern ID = Pattern.compile("experiment (0x[0-9a-f]{64}) in block");
  private static final String PASSWORD = "open sesame";
  private static final Duration DECIDED_MAX = Duration.ofSeconds(90);
  private static final String EXPERIMENT =
      """
      experiment: 1
      metadata: {name: cradle-test, title: Greet neighbours every 250 ms, author: a test}
      objective: Routes around a node that died are found in half the time.
      network:
        topology: {kind: random-regular, nodes: 60, degree: 6}
        adversary: {share: 2%}
      change:
        routing: {hello: 250ms}
      chaos:
        - {at: 40s, for: 10s, killNodes: {count: 2}}
      duration: 2m
      gates:
        latencyP99: {max: 100ms}
        packetLoss: {max: 1%}
        mttr: {max: MTTR}
        deanonymisationRisk: {max: 1%}
        policyConsistency: {min: 95%}
        routeStability: {min: 90%}
      """;

  private static TestNetwork test;

  @BeforeAll
  static void start() throws Exception {
    test = TestNetwork.start("cradle-test", true);
    Files.writeString(test.folder().resolve("password"), PASSWORD);
  }

  @AfterAll
  static void stop() throws IOException {
    test.close();
  }

  @Test
  void anExperimentThatPassesBecomesAProposalThatOpens() throws Exception {
    Path file = write("good.yaml", EXPERIMENT.replace("MTTR", "1500ms"));
    SwRun.Outcome valid = local("validate", file.toString());
    assertThat(valid.out()).as(valid.err()).contains("ok: Greet neighbours", "spec    0x");

    Hash32 id = submit(file, 0);
    ExperimentState decided = attestAndAwait(id);
    assertThat(decided.status()).isEqualTo(ExperimentState.Status.PASSED);

    SwRun.Outcome status = sw("status", id.hex());
    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(status.out())
        .contains("passed, it may be voted on", "attempt 1", "latencyP99", "mttr");
    SwRun.Outcome replay = sw("replay", id.hex());
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.out()).contains("The same, to the last bit.");

    Path page = test.folder().resolve("page.html");
    assertThat(sw("report", id.hex(), "--out", page.toString()).exitCode()).isZero();
    assertThat(page).content().contains(id.hex(), decided.resultHash().hex());

    Path proposal = test.folder().resolve("proposal.yaml");
    assertThat(sw("propose", id.hex(), "--out", proposal.toString()).exitCode()).isZero();
    SwRun.Outcome dry =
        SwRun.start(
                test.network(), deployment(), hub(), "propose", proposal.toString(), "--dry-run")
            .end();
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("Cradle.approve(id=" + id, "ordinary");
  }

  @Test
  void anExperimentThatFailsNeverBecomesAProposal() throws Exception {
    // Ten milliseconds are less than one greeting.
    Hash32 id =
        submit(write("bad.yaml", EXPERIMENT.replace("MTTR", "10ms").replace("250ms", "200ms")), 1);

    assertThat(attestAndAwait(id).status()).isEqualTo(ExperimentState.Status.FAILED);
    assertThat(sw("status", id.hex()).out()).contains("failed, it can never be voted on", "FAILS");
    SwRun.Outcome proposed = sw("propose", id.hex());
    assertThat(proposed.exitCode()).isEqualTo(1);
    assertThat(proposed.err()).contains("is FAILED; only one that passed can be voted on");
  }

  @Test
  void aSpecificationThatWasChangedAfterSubmissionIsNotAttested() throws Exception {
    String text = EXPERIMENT.replace("MTTR", "1500ms").replace("250ms", "300ms");
    Hash32 id = submit(write("changed.yaml", text), 2);
    ExperimentState state = contract().find(id).orElseThrow();
    Path published = new FolderArchive(test.network().archive()).file(state.specHash());
    Files.writeString(published, Files.readString(published).replace("a test", "a tesT"));

    SwRun.Outcome status = sw("status", id.hex());
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.err()).contains(state.specHash().hex());
    SwRun.Outcome unknown = sw("status", Hash32.ZERO.hex());
    assertThat(unknown.err()).contains("does not know experiment");
  }

  private static Hash32 submit(Path file, int operator) throws Exception {
    SwRun.Outcome outcome =
        sw(
            "submit",
            file.toString(),
            "--keystore",
            keystore(Accounts.operator(operator)),
            "--password-file",
            test.folder().resolve("password").toString());
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Matcher found = ID.matcher(outcome.out());
    assertThat(found.find()).as(outcome.out()).isTrue();
    return Hash32.parse(found.group(1));
  }

  /** Two attestors bring what they measured; the network's oracle is the third. */
  private static ExperimentState attestAndAwait(Hash32 id) throws InterruptedException {
    ExperimentState running =
        Patience.await(
            "the oracle to latch the seed",
            DECIDED_MAX,
            () ->
                contract()
                    .find(id)
                    .filter(state -> state.status() == ExperimentState.Status.RUNNING));
    ExperimentSpec spec =
        ExperimentSpec.parse(
            new FolderArchive(test.network().archive()).find(running.specHash()).orElseThrow());
    List<Attestor.Attestation> attestations =
        Accounts.attestors().stream()
            .skip(1)
            .limit(2)
            .map(CradleE2ETest::attestor)
            .map(attestor -> attestor.attest(id, running.seed(), spec, done -> {}))
            .toList();
    new Wallet(test.network().chain(), Accounts.operator(3))
        .send(
            test.network().deployment().cradle(),
            CradleCalls.attest(
                attestations.getFirst().result(),
                attestations.stream().map(Attestor.Attestation::signature).toList()));
    return Patience.await(
        "the oracle's attestation",
        DECIDED_MAX,
        () ->
            contract().find(id).filter(state -> state.status() != ExperimentState.Status.RUNNING));
  }

  private static Attestor attestor(Credentials key) {
    return new Attestor(
        SigningKey.of(Hash32.fromUnsigned(key.getEcKeyPair().getPrivateKey()).bytes()),
        test.network().deployment().chainId(),
        test.network().deployment().cradle());
  }

  private static CradleContract contract() {
    return new CradleContract(test.network().chain(), test.network().deployment());
  }

  private static SwRun.Outcome sw(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 3];
    all[0] = "cradle";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--archive";
    all[arguments.length + 2] = test.network().archive().toString();
    return SwRun.start(test.network(), deployment(), hub(), all).end();
  }

  private static SwRun.Outcome local(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 1];
    all[0] = "cradle";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return SwRun.alone(all).end();
  }

  private static Path write(String name, String text) throws IOException {
    return Files.writeString(test.folder().resolve(name), text);
  }

  private static String deployment() {
    return test.folder().resolve("deployment.json").toString();
  }

  private static String hub() {
    return test.network().hub().toString();
  }

  private static String keystore(Credentials credentials) throws Exception {
    return test.folder()
        .resolve(
            WalletUtils.generateWalletFile(
                PASSWORD, credentials.getEcKeyPair(), test.folder().toFile(), false))
        .toString();
  }
}
