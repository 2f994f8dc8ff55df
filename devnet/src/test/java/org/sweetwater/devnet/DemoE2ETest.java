package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The whole promise, with the real Snapshot client: wallet-signed votes decide an experiment
 * on-chain.
 */
final class DemoE2ETest {
  @Test
  void membersDecideAnExperimentAndTheNetworkSurvivesARestart() throws Exception {
    try (TestNetwork test = TestNetwork.startStrict("demo-test", true)) {
      JsonNode account = play(test);

      tallyIsOfTheVotesThatStand(account.path("ballot"));
      rejectedVotesSayWhy(account.path("voteVerdicts"));
      assertThat(account.at("/experiment/status").asText()).isEqualTo("Approved");
      assertThat(account.at("/liar/status").asText()).isEqualTo("Rejected");
      assertThat(account.at("/liar/call/function").asText()).isEqualTo("suspendByBallot");
      assertThat(kinds(account.path("relayTransactions")))
          .contains("open", "count", "close", "execute");
      assertThat(ElectionReport.of(account)).contains("For 8, Against 2, Abstain 1", "a vote for");

      String ballot = account.at("/ballot/id").asText();
      new BallotAnswers(test, ballot).areRightForEveryKindOfVoter(account.at("/liar/id").asText());
      test.restart();
      theAnswerIsTheSame(test.network(), ballot, account.path("ballot"));
    }
  }

  private static JsonNode play(TestNetwork test) throws InterruptedException {
    try (IndexerApi indexer = new IndexerApi(test.network().indexer());
        MemberClient members = MemberClient.start(Checkout.find(), test.network().hub())) {
      return new Scenario(test.network(), indexer, members, test.narrator()).play();
    }
  }

  private static void tallyIsOfTheVotesThatStand(JsonNode ballot) {
    assertThat(ballot.path("status").asText()).isEqualTo("Executed");
    assertThat(ballot.path("votesFor").asLong()).isEqualTo(8);
    assertThat(ballot.path("votesAgainst").asLong()).isEqualTo(2);
    assertThat(ballot.path("votesAbstain").asLong()).isEqualTo(1);
    assertThat(ballot.path("voters").asLong()).isEqualTo(11);
    assertThat(ballot.path("votes")).hasSize(11);
    assertThat(ballot.at("/call/contract").asText()).isEqualTo("Cradle");
    assertThat(ballot.at("/call/function").asText()).isEqualTo("approve");
    String twice = Accounts.addressOf(Accounts.operator(3)).lowerHex();
    assertThat(ballot.path("votes"))
        .filteredOn(vote -> vote.path("voter").asText().equals(twice))
        .singleElement()
        .satisfies(vote -> assertThat(vote.path("choice").asText()).isEqualTo("For"));
  }

  private static void rejectedVotesSayWhy(JsonNode verdicts) {
    assertThat(verdicts).hasSizeGreaterThanOrEqualTo(3);
    assertThat(verdicts)
        .allSatisfy(verdict -> assertThat(verdict.path("detail").asText()).isNotBlank());
    assertThat(verdicts)
        .anySatisfy(verdict -> assertThat(verdict.path("claimed").asBoolean()).isTrue());
  }

  private static Set<String> kinds(JsonNode transactions) {
    return StreamSupport.stream(transactions.spliterator(), false)
        .map(sent -> sent.path("kind").asText())
        .collect(Collectors.toSet());
  }

  private static void theAnswerIsTheSame(Network network, String ballot, JsonNode before)
      throws InterruptedException {
    try (IndexerApi indexer = new IndexerApi(network.indexer())) {
      JsonNode after =
          indexer.query(
              "query($id: ID!) { ballot(id: $id) { status votesFor votes(first: 100, orderBy: timestamp) { voter choice voteId } } }",
              Map.of("id", ballot));
      assertThat(after.at("/ballot/status")).isEqualTo(before.path("status"));
      assertThat(after.at("/ballot/votesFor")).isEqualTo(before.path("votesFor"));
      assertThat(after.at("/ballot/votes")).hasSize(before.path("votes").size());
    }
  }
}
