package org.sweetwater.bench.ballot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sweetwater.bench.Progress;
import org.sweetwater.bench.network.BenchNetwork;
import org.sweetwater.bench.network.OracleProcess;
import org.sweetwater.bench.network.Powers;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

/**
 * A whole ballot with 100 voters, carried by the oracle and mined: what its transactions' receipts
 * say that they used.
 *
 * @param count the one transaction that brings all the votes
 */
record MinedBallot(long open, long count, long close, long execute) {
  static final int VOTERS = 100;

  private static final BenchNetwork.Voting VOTING = new BenchNetwork.Voting(15, 3);
  private static final Duration LASTS = Duration.ofSeconds(45);
  private static final Duration DONE_MAX = Duration.ofMinutes(3);

  static MinedBallot run(Path folder) throws IOException, InterruptedException {
    Progress.say("starting a chain, a database and a hub");
    try (BenchNetwork network = BenchNetwork.start(folder, VOTING)) {
      List<TestSigner> voters = IntStream.rangeClosed(1, VOTERS).mapToObj(TestSigner::of).toList();
      Powers.give(network.contracts(), voters.stream().map(TestSigner::address).toList());
      Hash32 proposal = network.propose(LASTS);
      long now = network.chain().latestBlock().timestamp().getEpochSecond();
      for (TestSigner voter : voters) {
        network.post(voter.post(TestSigner.VOTE, voter.vote(proposal, 1, now)));
      }
      Progress.say("an oracle carries a ballot with %d votes".formatted(VOTERS));
      Map<String, Object> keys =
          Map.of("pollInterval", "250ms", "countBatchSize", VOTERS, "countInterval", "1h");
      try (OracleProcess oracle =
          OracleProcess.start(network, network.database(), folder, keys, List.of())) {
        awaitExecution(network, oracle);
      }
      return read(network);
    }
  }

  private static void awaitExecution(BenchNetwork network, OracleProcess oracle)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(DONE_MAX);
    while (isUnfinished(network)) {
      oracle.requireAlive();
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("the ballot was not executed within " + DONE_MAX);
      }
      Thread.sleep(250);
    }
  }

  private static boolean isUnfinished(BenchNetwork network) {
    return network
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT NOT EXISTS (SELECT FROM oracle.ballot_progress WHERE code = 'EXECUTED')")
                    .mapTo(boolean.class)
                    .one());
  }

  private record Mined(String kind, int votes, long gas) {}

  private static MinedBallot read(BenchNetwork network) {
    Map<String, Mined> byKind =
        network
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            SELECT kind, votes, gas_used FROM oracle.public_relay_transaction
                            WHERE status IN ('mined', 'confirmed')
                            """)
                        .map(
                            (row, context) ->
                                new Mined(row.getString(1), row.getInt(2), row.getLong(3)))
                        .stream()
                        // Fails for a second transaction of a kind: then no batch was full.
                        .collect(Collectors.toMap(Mined::kind, mined -> mined)));
    Mined count = mined(byKind, "count");
    if (count.votes() != VOTERS) {
      throw new IllegalStateException(
          "expected one transaction with %d votes, found %d".formatted(VOTERS, count.votes()));
    }
    return new MinedBallot(
        mined(byKind, "open").gas(),
        count.gas(),
        mined(byKind, "close").gas(),
        mined(byKind, "execute").gas());
  }

  private static Mined mined(Map<String, Mined> byKind, String kind) {
    Mined mined = byKind.get(kind);
    if (mined == null) {
      throw new IllegalStateException("expected a mined %s, found %s".formatted(kind, byKind));
    }
    return mined;
  }
}
