package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Hash32;

/**
 * The clients in {@code indexer/examples} against a running indexer: they read a ballot and its
 * votes, are told of a vote, and learn of one that was counted while they were away.
 */
final class ExamplesE2ETest {
  private static final int FOR = 1;
  private static final int AGAINST = 2;

  /** Nothing here waits for the ballot's end, so it may be far enough for a slow machine. */
  private static final Duration OPENING = Duration.ofMinutes(4);

  private static final Duration STEP_MAX = Duration.ofSeconds(60);

  private static TestNetwork test;
  private static IndexerApi indexer;
  private static MemberClient members;
  private static Hash32 ballot;

  @BeforeAll
  static void propose() throws Exception {
    test = TestNetwork.start("examples-test", true);
    Network network = test.network();
    indexer = new IndexerApi(network.indexer());
    members = MemberClient.start(Checkout.find(), network.hub());
    ContractCalls calls = new ContractCalls(network.deployment());
    ballot =
        new BallotStage(network, calls, members, test.narrator(), OPENING)
            .propose(
                Accounts.operator(0),
                "Let one more in",
                "They have a roof.",
                network.deployment().registry(),
                calls.admitByBallot(Accounts.addressOf(Accounts.stranger())))
            .id();
  }

  @AfterAll
  static void stop() throws Exception {
    members.close();
    indexer.close();
    test.close();
  }

  @Test
  void bothClientsReadFollowAndResume() throws Exception {
    URI graphql = test.network().indexer().resolve("/graphql");
    ExampleClient typescript = ExampleClient.inTypeScript(Checkout.find(), test.folder(), graphql);
    ExampleClient java = ExampleClient.inJava(test.folder(), graphql);
    vote(1, FOR, "For");

    try (ExampleClient.Run first = typescript.start("first", 1);
        ExampleClient.Run second = java.start("first", 1)) {
      first.awaitOverview();
      second.awaitOverview();
      vote(2, AGAINST, "Against");
      for (String told : List.of(first.end(), second.end())) {
        assertThat(told)
            .contains("ballot " + ballot + " Open 1:0:0")
            .contains("vote " + voter(1) + " For 1")
            .contains("changed " + voter(2) + " Against 1; 2 votes stand");
      }
    }
    vote(3, FOR, "For");
    for (ExampleClient client : List.of(typescript, java)) {
      try (ExampleClient.Run again = client.start("again", 1)) {
        assertThat(again.end())
            .contains("ballot " + ballot + " Open 2:1:0")
            .contains("changed " + voter(3) + " For 1; 3 votes stand")
            .doesNotContain("changed " + voter(2));
      }
    }
  }

  /** Votes through the hub, and waits until the vote is counted and indexed. */
  private static void vote(int operator, int choice, String word) throws InterruptedException {
    String space = test.network().deployment().space();
    MemberClient.Answer answer =
        members.vote(Accounts.operator(operator), space, ballot.hex(), choice, "");
    assertThat(answer).isInstanceOf(MemberClient.Answer.Taken.class);
    String query =
        "query($id: ID!, $voter: Bytes!) { votes(where: {ballot: $id, voter: $voter}) { choice } }";
    Patience.await(
        "the vote of operator " + operator,
        STEP_MAX,
        () ->
            Optional.of(
                    indexer
                        .query(query, Map.of("id", ballot.hex(), "voter", voter(operator)))
                        .at("/votes/0/choice")
                        .asText())
                .filter(word::equals));
  }

  private static String voter(int operator) {
    return Accounts.addressOf(Accounts.operator(operator)).lowerHex();
  }
}
