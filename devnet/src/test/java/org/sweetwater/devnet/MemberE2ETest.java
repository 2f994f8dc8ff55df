package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;

/**
 * Members with wallets of their own: keystore and browser, with a hub and without one. All votes
 * are on ballots that stay open, so nothing here waits for an end.
 */
final class MemberE2ETest {
  private static final Pattern PROPOSAL = Pattern.compile("proposal {2}(0x[0-9a-f]{64})");
  private static final String NO_HUB = "http://127.0.0.1:1";
  private static final String PASSWORD = "open sesame";
  private static final Duration COUNTED_MAX = Duration.ofSeconds(40);

  /** For opening a ballot and two votes, three times over. */
  private static final BigInteger GAS_EACH = BigInteger.valueOf(3_000_000);

  private static TestNetwork test;
  private static IndexerApi indexer;
  private static BrowserMember browser;

  /** Posted through the hub and opened by the oracle. */
  private static String ballot;

  @BeforeAll
  static void proposeThroughTheHub() throws Exception {
    // First what may be missing on a machine: then nothing is left running without it.
    browser = BrowserMember.start();
    test = TestNetwork.start("member-test", true);
    indexer = new IndexerApi(test.network().indexer());
    Files.writeString(test.folder().resolve("password"), PASSWORD);
    fundThoseWhoPay();
    Path yaml = proposal("Let the thirteenth operator in", "admit.yaml");
    Path signed = test.folder().resolve("signed.json");

    SwRun.Outcome dry = sw(hub(), "propose", yaml.toString(), "--dry-run").end();
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("NodeRegistry.admitByBallot(candidate=", "ordinary", "Nothing was signed");

    SwRun.Outcome outcome =
        sw(
                hub(),
                "propose",
                yaml.toString(),
                "--yes",
                "--out",
                signed.toString(),
                "--keystore",
                keystore(Accounts.operator(0)),
                "--password-file",
                password())
            .end();

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("taken by", "ipfs      bafkrei", "receipt   0x")
        .doesNotContain("WARNING", PASSWORD);
    assertThat(signed).content().contains("\"address\":", "sweetwater-call");
    ballot = idIn(outcome.out());
    Patience.await("the ballot to open", COUNTED_MAX, () -> find("Open"));
  }

  /** On a chain of the user's they may have nothing. */
  private static void fundThoseWhoPay() throws InterruptedException {
    ChainClient chain = test.network().chain();
    BigInteger allowance = chain.fees().maxFeePerGas().multiply(GAS_EACH);
    List<Address> poor =
        Stream.of(2, 5, 6, 7)
            .map(operator -> Accounts.addressOf(Accounts.operator(operator)))
            .filter(account -> chain.balance(account, BlockTag.LATEST).compareTo(allowance) < 0)
            .toList();
    new Wallet(chain, Accounts.deployer()).transferToAll(poor, allowance);
  }

  @AfterAll
  static void stop() throws IOException {
    browser.close();
    indexer.close();
    test.close();
  }

  @Test
  void aKeystoreVotesThroughTheHubAndTheOracleBringsIt() throws Exception {
    SwRun.Outcome outcome = keystoreVote(hub(), 1, "for", "--reason", "they run a node");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("Let the thirteenth operator in", "admitByBallot", "The hub took it")
        .doesNotContain("WARNING");
    awaitVote(1, "For");
  }

  @Test
  void aKeystoreVotesWithoutAnyHubAndChangesItsMind() throws Exception {
    SwRun.Outcome outcome = keystoreVote(NO_HUB, 2, "against", "--self");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("does not answer", "Counted: Against by");
    awaitVote(2, "Against");

    SwRun.Outcome again = keystoreVote(NO_HUB, 2, "abstain", "--self");
    assertThat(again.out()).as(again.err()).contains("Counted: Abstain by");
    awaitVote(2, "Abstain");
  }

  @Test
  void aBallotOpensAndCountsWithoutAnyHub() throws Exception {
    Path yaml = proposal("Without any hub", "alone.yaml");
    Path signed = test.folder().resolve("alone.json");
    SwRun.Outcome proposed =
        sw(
                NO_HUB,
                "propose",
                yaml.toString(),
                "--yes",
                "--self",
                "--out",
                signed.toString(),
                "--keystore",
                keystore(Accounts.operator(6)),
                "--password-file",
                password())
            .end();
    assertThat(proposed.out()).as(proposed.err()).contains("The ballot is open in block");
    String alone = idIn(proposed.out());

    SwRun.Outcome voted = vote(NO_HUB, alone, "for", "--self", 7).end();
    assertThat(voted.out()).as(voted.err()).contains("Counted: For by");

    SwRun.Outcome twice =
        sw(
                NO_HUB,
                "propose",
                "--submit",
                signed.toString(),
                "--self",
                "--gas-keystore",
                keystore(Accounts.stranger()),
                "--gas-password-file",
                password())
            .end();
    assertThat(twice.out()).as(twice.err()).contains("open already");
  }

  @Test
  void whatCannotCountIsRefusedBeforeItIsSigned() throws Exception {
    SwRun.Outcome stranger = sw(hub(), vote(ballot, "for", keystore(Accounts.stranger()))).end();
    assertThat(stranger.exitCode()).isEqualTo(1);
    assertThat(stranger.err()).hasLineCount(1).contains("had no active node at the snapshot");

    SwRun.Outcome silent = keystoreVote(NO_HUB, 3, "for");
    assertThat(silent.exitCode()).isEqualTo(1);
    assertThat(silent.err()).hasLineCount(1).contains("does not answer", "--self");

    String unknown = "0x" + "12".repeat(32);
    SwRun.Outcome nowhere = vote(hub(), unknown, "for", "--no-open", 3).end();
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err()).hasLineCount(1).contains("does not show it", "sw propose --submit");

    SwRun.Outcome misused = sw(hub(), "vote", "--choice", "for").end();
    assertThat(misused.exitCode()).isEqualTo(2);
  }

  @Test
  void theHubsRefusalIsShownWithWhatToDo() throws Exception {
    String saved = test.folder().resolve("vote.json").toString();
    SwRun.Outcome first = keystoreVote(hub(), 9, "for", "--out", saved);
    assertThat(first.exitCode()).as(first.err()).isZero();

    SwRun.Outcome again = sw(hub(), "vote", "--submit", saved).end();

    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).hasLineCount(1).contains("duplicate message", "--self");
  }

  @Test
  @EnabledIf("org.sweetwater.devnet.Chromium#isThere")
  void aWalletInTheBrowserProposes() throws Exception {
    Path yaml = proposal("Proposed on the page", "page.yaml");
    SwRun run = sw(hub(), "propose", yaml.toString(), "--yes", "--no-open");
    JsonNode page =
        visit(
            run,
            new BrowserMember.Visit(
                "signs",
                Accounts.operator(10),
                List.of("Connect wallet", "Sign in wallet"),
                "The hub took it."));

    assertThat(run.end().exitCode()).isZero();
    assertThat(page.at("/facts/Title").asText()).isEqualTo("Proposed on the page");
    assertThat(page.at("/facts/Track").asText()).isNotBlank();
  }

  @Test
  @EnabledIf("org.sweetwater.devnet.Chromium#isThere")
  void aWalletInTheBrowserVotesThroughTheHub() throws Exception {
    SwRun run = browserVote();
    JsonNode page =
        visit(
            run,
            new BrowserMember.Visit(
                "signs",
                Accounts.operator(4),
                List.of("Connect wallet", "Sign in wallet"),
                "The hub took it."));

    SwRun.Outcome outcome = run.end();
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(page.at("/facts/Proposal").asText()).isEqualTo("Let the thirteenth operator in");
    assertThat(page.at("/facts/Call").asText()).startsWith("NodeRegistry.admitByBallot(");
    assertThat(page.at("/facts/Choice").asText()).isEqualTo("For");
    assertThat(page.path("errors")).as(page.toString()).isEmpty();
    awaitVote(4, "For");
  }

  @Test
  @EnabledIf("org.sweetwater.devnet.Chromium#isThere")
  void aWalletInTheBrowserVotesWithoutAnyHub() throws Exception {
    SwRun run = browserVote("--self");
    visit(
        run,
        new BrowserMember.Visit(
            "signs",
            Accounts.operator(5),
            List.of("Connect wallet", "Sign in wallet", "Send with wallet"),
            "Counted: For by"));

    assertThat(run.end().exitCode()).isZero();
    awaitVote(5, "For");
  }

  @Test
  @EnabledIf("org.sweetwater.devnet.Chromium#isThere")
  void aMemberWhoSaysNoInTheWalletSignsNothing() throws Exception {
    SwRun run = browserVote();
    JsonNode page =
        visit(
            run,
            new BrowserMember.Visit(
                "rejects",
                Accounts.operator(8),
                List.of("Connect wallet", "Sign in wallet", "Cancel"),
                "cancelled on the page"));
    assertThat(page.at("/said/2").asText()).startsWith("You said no in the wallet");
    assertThat(page.path("errors")).isEmpty();

    SwRun.Outcome outcome = run.end();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("page: the wallet said no (4001)");
  }

  @Test
  @EnabledIf("org.sweetwater.devnet.Chromium#isThere")
  void aSignatureOfAnotherAccountIsRefusedOnThePage() throws Exception {
    SwRun run = browserVote();
    JsonNode page =
        visit(
            run,
            new BrowserMember.Visit(
                "forges",
                Accounts.operator(8),
                List.of("Connect wallet", "Sign in wallet", "Cancel"),
                "cancelled on the page"));
    assertThat(page.at("/said/2").asText())
        .contains("This signature is of 0x", "no contract there accepts it");
    assertThat(run.end().exitCode()).isEqualTo(1);
  }

  @Test
  @EnabledIf("org.sweetwater.devnet.Chromium#isThere")
  void aMemberWithoutAWalletLearnsWhatToDo() throws Exception {
    SwRun run = browserVote();
    visit(
        run,
        new BrowserMember.Visit(
            "none",
            Accounts.operator(8),
            List.of("Look again", "Cancel"),
            "cancelled on the page"));

    SwRun.Outcome outcome = run.end();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("page: the page found no wallet");
    assertThat(outcome.err()).hasLineCount(1).contains("cancelled on the page; nothing was signed");
  }

  private static JsonNode visit(SwRun run, BrowserMember.Visit visit) throws Exception {
    return browser.visit(test.network(), run.page(), visit);
  }

  private static SwRun browserVote(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("vote", "--proposal", ballot, "--choice", "for", "--browser", "--no-open"));
    arguments.addAll(List.of(more));
    return sw(hub(), arguments.toArray(String[]::new));
  }

  private static SwRun.Outcome keystoreVote(String hub, int operator, String choice, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(vote(ballot, choice, keystore(Accounts.operator(operator)))));
    arguments.addAll(List.of(more));
    return sw(hub, arguments.toArray(String[]::new)).end();
  }

  private static SwRun vote(String hub, String id, String choice, String option, int operator)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(vote(id, choice, keystore(Accounts.operator(operator)))));
    arguments.add(option);
    return sw(hub, arguments.toArray(String[]::new));
  }

  private static String[] vote(String id, String choice, String keystore) {
    return new String[] {
      "vote",
      "--proposal",
      id,
      "--choice",
      choice,
      "--keystore",
      keystore,
      "--password-file",
      password()
    };
  }

  private static SwRun sw(String hub, String... arguments) {
    return SwRun.start(
        test.network(), test.folder().resolve("deployment.json").toString(), hub, arguments);
  }

  private static String hub() {
    return test.network().hub().toString();
  }

  private static String password() {
    return test.folder().resolve("password").toString();
  }

  private static String keystore(Credentials account) throws Exception {
    Path folder = Files.createDirectories(test.folder().resolve("keystores"));
    String name =
        WalletUtils.generateWalletFile(PASSWORD, account.getEcKeyPair(), folder.toFile(), false);
    return folder.resolve(name).toString();
  }

  private static Path proposal(String title, String name) throws IOException {
    Instant end = Instant.now().plus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
    return Files.writeString(
        test.folder().resolve(name),
        """
        title: %s
        body: They run a node on the hill.
        end: %s
        snapshot: %d
        call:
          contract: NodeRegistry
          function: admitByBallot
          arguments: {candidate: "%s"}
        """
            .formatted(
                title,
                end,
                test.network().chain().blockNumber() - 1,
                Accounts.addressOf(Accounts.newcomer()).checksummed()));
  }

  private static String idIn(String out) {
    Matcher found = PROPOSAL.matcher(out);
    assertThat(found.find()).as(out).isTrue();
    return found.group(1);
  }

  private static Optional<JsonNode> find(String status) throws InterruptedException {
    JsonNode found =
        indexer
            .query("query($id: ID!) { ballot(id: $id) { status } }", Map.of("id", ballot))
            .path("ballot");
    return found.path("status").asText().equals(status) ? Optional.of(found) : Optional.empty();
  }

  private static void awaitVote(int operator, String choice) throws InterruptedException {
    Address voter = Accounts.addressOf(Accounts.operator(operator));
    Patience.await(
        "%s of operator %d to be counted".formatted(choice, operator),
        COUNTED_MAX,
        () -> {
          JsonNode votes =
              indexer
                  .query(
                      "query($id: ID!) { ballot(id: $id) { votes(first: 100) { voter choice } } }",
                      Map.of("id", ballot))
                  .at("/ballot/votes");
          for (JsonNode vote : votes) {
            if (vote.path("voter").asText().equals(voter.lowerHex())
                && vote.path("choice").asText().equals(choice)) {
              return Optional.of(vote);
            }
          }
          return Optional.empty();
        });
  }
}
