package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  /** Deaths in the middle of opening, counting, closing and executing. */
  private static final int KILLS = 4;

  /** The close comes only after the voting window. */
  private static final Duration RELAYING_MAX = Duration.ofMinutes(2);

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
    long lastKilled = 0;
    for (int i = 0; i < KILLS; i++) {
      try (OracleProcess oracle = OracleProcess.start(test.folder())) {
        lastKilled = awaitRelaying(test, lastKilled);
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

  /**
   * Waits until a call later than {@code after} is signed and not yet final: the middle of a relay.
   */
  private static long awaitRelaying(TestNetwork test, long after) throws Exception {
    try (Connection connection = test.database();
        PreparedStatement pending =
            connection.prepareStatement(
                "SELECT min(id) FROM oracle.outbox_call WHERE status IN ('pending', 'mined') AND id > ?")) {
      pending.setLong(1, after);
      return Patience.await(
          "a call that is being relayed", RELAYING_MAX, () -> firstNumber(pending));
    }
  }

  private static Optional<Long> firstNumber(PreparedStatement query) {
    try (ResultSet rows = query.executeQuery()) {
      rows.next();
      long number = rows.getLong(1);
      return rows.wasNull() ? Optional.empty() : Optional.of(number);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
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
