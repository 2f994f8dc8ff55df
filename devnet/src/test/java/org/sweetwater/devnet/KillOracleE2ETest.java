package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Address;

/**
 * An oracle that is killed again and again in the middle of its work reaches the same final state.
 */
final class KillOracleE2ETest {
  private static final String BALLOT =
      """
      query($id: ID!, $newcomer: ID!) {
        ballot(id: $id) { status votesFor votesAgainst votesAbstain voters }
        countedVotes(first: 1000, where: { ballot: $id }) { voteId transactionHash }
        operator(id: $newcomer) { id }
      }
      """;

  /** Between starts; a JVM needs about two seconds before it works at all. */
  private static final Duration[] LIVES = {
    Duration.ofMillis(2_600),
    Duration.ofMillis(3_300),
    Duration.ofMillis(4_100),
    Duration.ofMillis(5_200)
  };

  @Test
  void theSameFinalStateAfterEachKill() throws Exception {
    try (TestNetwork test = TestNetwork.start("kill-test", false);
        IndexerApi indexer = new IndexerApi(test.network().indexer());
        MemberClient members = MemberClient.start(Checkout.find(), test.network().hub())) {
      ContractCalls calls = new ContractCalls(test.network().deployment());
      BallotStage stage =
          new BallotStage(test.network(), calls, members, test.narrator(), Duration.ofSeconds(40));
      Address newcomer = Accounts.addressOf(Accounts.newcomer());
      BallotStage.Posted proposal =
          stage.propose(
              Accounts.operator(0),
              "Let the thirteenth operator in",
              "They run a node on the hill.",
              test.network().deployment().registry(),
              calls.admitByBallot(newcomer));
      stage.vote(proposal);

      JsonNode end = driveWithKills(test, indexer, proposal, newcomer);

      assertThat(end.at("/ballot/status").asText()).isEqualTo("Executed");
      assertThat(end.at("/ballot/votesFor").asLong()).isEqualTo(8);
      assertThat(end.at("/ballot/votesAgainst").asLong()).isEqualTo(2);
      assertThat(end.at("/ballot/votesAbstain").asLong()).isEqualTo(1);
      assertThat(end.at("/operator/id").asText()).isEqualTo(newcomer.lowerHex());
      noVoteWasCountedTwice(end.path("countedVotes"));
    }
  }

  private static JsonNode driveWithKills(
      TestNetwork test, IndexerApi indexer, BallotStage.Posted proposal, Address newcomer)
      throws Exception {
    for (Duration life : LIVES) {
      try (OracleProcess oracle = OracleProcess.start(test.folder())) {
        Thread.sleep(life);
        oracle.kill();
      }
    }
    OracleProcess survivor = OracleProcess.start(test.folder());
    try {
      return Patience.await(
          "the ballot to be executed",
          Duration.ofSeconds(90),
          () -> executed(indexer, proposal, newcomer));
    } finally {
      survivor.close();
    }
  }

  private static Optional<JsonNode> executed(
      IndexerApi indexer, BallotStage.Posted proposal, Address newcomer)
      throws InterruptedException {
    JsonNode state =
        indexer.query(BALLOT, Map.of("id", proposal.id().hex(), "newcomer", newcomer.lowerHex()));
    return state.at("/ballot/status").asText().equals("Executed")
        ? Optional.of(state)
        : Optional.empty();
  }

  private static void noVoteWasCountedTwice(JsonNode countedVotes) {
    Set<String> ids = new HashSet<>();
    countedVotes.forEach(vote -> assertThat(ids.add(vote.path("voteId").asText())).isTrue());
  }
}
