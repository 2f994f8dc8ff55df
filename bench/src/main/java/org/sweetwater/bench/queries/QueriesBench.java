package org.sweetwater.bench.queries;

import java.time.Duration;
import java.util.List;
import org.sweetwater.bench.Bench;
import org.sweetwater.bench.BenchFolder;
import org.sweetwater.bench.Figures;
import org.sweetwater.bench.Progress;
import org.sweetwater.migrations.TestDatabase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sw bench queries}. */
@Command(
    name = "queries",
    mixinStandardHelpOptions = true,
    description = "Queries a second at 32 connections, beside pgbench with the same SQL.")
public final class QueriesBench extends Bench {
  private static final int CONNECTIONS = 32;

  /** By then the JVM has compiled what is measured, however busy the machine is. */
  private static final int WARM_UP_REQUESTS = 30_000;

  private static final Duration WARM_UP_STEP = Duration.ofSeconds(2);

  @Option(names = "--seconds", defaultValue = "10", description = "Length of each measurement.")
  private int seconds;

  @Option(names = "--server-option", description = "Passed to the server's JVM.")
  private List<String> serverOptions = List.of();

  private static final String ROW =
      "t.valid_from_block, t.transaction_hash, t.log_index FROM chain.%s t WHERE"
          + " t.valid_until_block IS NULL";

  private static final Workload VOTE =
      new Workload(
          "vote",
          "query($id: ID!) { vote(id: $id) { id voteId choice power timestamp blockNumber"
              + " transactionHash logIndex } }",
          n ->
              "{\"id\":\"%s-%s\"}"
                  .formatted(
                      QueryTables.hash(n % QueryTables.PROPOSALS + 1),
                      QueryTables.address(n * 7 % QueryTables.VOTERS + 1)),
          """
          \\set b random(1, 100)
          \\set v random(1, 5000)
          SELECT t.ballot_id, t.voter, t.vote_id, t.choice, t.power, t.voted_at, %s
            AND (t.ballot_id, t.voter) = (decode(lpad(to_hex(:b::int), 64, '0'), 'hex'), decode(lpad(to_hex(:v::int), 40, '0'), 'hex'));
          """
              .formatted(ROW.formatted("vote")),
          0.3,
          1);

  private static final Workload PAGE =
      new Workload(
          "page",
          "query($ballot: ID!) { votes(first: 100, orderBy: power, orderDirection: desc, where:"
              + " {ballot: $ballot}) { id voter choice power timestamp blockNumber transactionHash"
              + " logIndex } }",
          n -> "{\"ballot\":\"%s\"}".formatted(QueryTables.hash(n % QueryTables.PROPOSALS + 1)),
          """
          \\set b random(1, 100)
          SELECT t.ballot_id, t.voter, t.choice, t.power, t.voted_at, %s AND t.ballot_id = decode(lpad(to_hex(:b::int), 64, '0'), 'hex')
          ORDER BY t.power DESC, t.ballot_id DESC, t.voter DESC LIMIT 100 OFFSET 0;
          """
              .formatted(ROW.formatted("vote")),
          0.5,
          100);

  private static final Workload LEADERBOARD =
      new Workload(
          "leaderboard",
          "{ operators(first: 100, orderBy: activeNodeCount, orderDirection: desc) { id"
              + " activeNodeCount nodeCount blockNumber transactionHash logIndex } }",
          n -> "{}",
          """
          SELECT t.id, t.active_node_count, t.node_count, %s
          ORDER BY t.active_node_count DESC, t.id DESC LIMIT 100 OFFSET 0;
          """
              .formatted(ROW.formatted("operator")),
          0.5,
          100);

  @Override
  protected Figures measure() throws Exception {
    Figures figures = new Figures();
    try (BenchFolder folder = BenchFolder.create();
        TestDatabase database = TestDatabase.migrated()) {
      Progress.say("filling the tables with 500,000 votes");
      QueryTables.fill(database);
      Pgbench pgbench = new Pgbench(database.config(), folder.path(), CONNECTIONS);
      try (QueryServerProcess server = QueryServerProcess.start(database.config(), serverOptions)) {
        for (Workload workload : List.of(VOTE, PAGE, LEADERBOARD)) {
          measure(workload, server, pgbench, figures);
        }
      }
    }
    return figures;
  }

  private void measure(
      Workload workload, QueryServerProcess server, Pgbench pgbench, Figures figures)
      throws Exception {
    Progress.say("%s: the indexer".formatted(workload.name()));
    Load.Outcome ours;
    Duration cpu;
    try (Load load = Load.open(server.uri(), CONNECTIONS, workload)) {
      for (double asked = 0; asked < WARM_UP_REQUESTS; ) {
        asked += load.run(WARM_UP_STEP).rps() * WARM_UP_STEP.toSeconds();
      }
      Duration before = server.cpu();
      ours = load.run(Duration.ofSeconds(seconds));
      cpu = server.cpu().minus(before);
    }
    Progress.say("%s: %,.0f a second; pgbench".formatted(workload.name(), ours.rps()));
    double floor = pgbench.perSecond(workload, seconds);
    String name = workload.name();
    figures
        .add(name + "Rps", ours.rps(), "requests a second, each %d rows".formatted(workload.rows()))
        .add(name + "P50Ms", ours.p50Ms(), "half of them were answered within")
        .add(name + "P99Ms", ours.p99Ms(), "99 in 100 were answered within")
        .add(name + "PgbenchRps", floor, "pgbench, the same SQL, prepared, as many connections")
        .add(
            name + "ServerCpuMicros",
            cpu.toNanos() / 1e3 / (ours.rps() * seconds),
            "processor time of the indexer for a request, µs")
        .add(
            name + "RatioToPgbench",
            ours.rps() / floor,
            "at least %.1f".formatted(workload.ratioLeast()));
  }
}
