package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;

/** {@code sw ballot} against the demo's network, where every kind of voter took part. */
final class BallotAnswers {
  private static final String NOWHERE = "http://127.0.0.1:1";

  private final TestNetwork test;
  private final String ballot;

  /** Asks about the ballot that approved the experiment. */
  BallotAnswers(TestNetwork test, String ballot) {
    this.test = test;
    this.ballot = ballot;
  }

  void areRightForEveryKindOfVoter(String liar) throws Exception {
    whereItStands();
    howItCameAbout(liar);
    whoCounted();
    whoDidNot();
    whatNobodyKnows();
    machinesReadTheSame();
  }

  private void whereItStands() throws Exception {
    assertThat(ok("show", ballot))
        .contains(
            "[chain]     status    executed",
            "call      Cradle.approve(id=",
            "tally     For 8, Against 2, Abstain 1; 11 voters",
            "[chain]     opened ",
            "[chain]     closed ",
            "[chain]     executed ",
            "[off-chain] relay     count of ",
            "next      nothing: this is final")
        .contains(" by " + Accounts.addressOf(Accounts.oracle()));
  }

  private void howItCameAbout(String liar) throws Exception {
    assertThat(ok("explain", ballot))
        .contains("it passed: every rule is met", "of which 11 stand and 1 were replaced");
    assertThat(ok("explain", liar)).contains("it was rejected; not met: quorum, voters, majority");
  }

  private void whoCounted() throws Exception {
    assertThat(voter(Accounts.operator(0)))
        .contains("[chain]     counted: For with power 1", "[chain]     counted in block ");
    assertThat(voter(Accounts.operator(3)))
        .contains("counted: For with power 1", "it replaced Against, vote 0x");
  }

  private void whoDidNot() throws Exception {
    assertThat(voter(Accounts.operator(11)))
        .contains(
            "[off-chain] refused by the hub: OUTSIDE_WINDOW",
            "counting is over",
            "somebody posted a vote in its name without its signature");
    assertThat(voter(Accounts.stranger()))
        .contains("cannot count: no power at the ballot's snapshot", "it is no operator");
    assertThat(voter(Accounts.newcomer()))
        .contains("it is an operator since ", "[indexer]   at block ", "it had no node");
    String late = Accounts.operator(11).getAddress();
    assertThat(run(NOWHERE, NOWHERE, "explain", ballot, "--voter", late).out())
        .contains("whether one was seen cannot be told", "not told: " + NOWHERE)
        .doesNotContain("refused by");
  }

  private void whatNobodyKnows() throws Exception {
    String unknown = Hash32.ZERO.hex();
    SwRun.Outcome outcome = run(NOWHERE, NOWHERE, "show", unknown);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).hasLineCount(1).contains("ballot " + unknown + ": unknown to");
    assertThat(run(NOWHERE, NOWHERE, "show", "0x12").exitCode()).isEqualTo(2);
  }

  private void machinesReadTheSame() throws Exception {
    JsonNode json =
        JsonMapper.builder()
            .build()
            .readTree(
                ok("explain", ballot, "--json", "--voter", Accounts.operator(3).getAddress()));
    assertThat(json.path("outcome").asText()).isEqualTo("Counted");
    assertThat(json.at("/detail/replaced")).hasSize(1);
  }

  private String voter(Credentials account) throws Exception {
    return ok("explain", ballot, "--voter", account.getAddress());
  }

  private String ok(String... arguments) throws Exception {
    SwRun.Outcome outcome =
        run(test.network().hub().toString(), test.network().indexer().toString(), arguments);
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private SwRun.Outcome run(String hub, String indexer, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("ballot"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--indexer", indexer));
    String deployment = test.folder().resolve("deployment.json").toString();
    return SwRun.start(test.network(), deployment, hub, line.toArray(String[]::new)).end();
  }
}
