package org.sweetwater.bench.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.bench.GcLog;
import org.sweetwater.bench.Progress;
import org.sweetwater.bench.network.BenchNetwork;
import org.sweetwater.bench.network.HubFill;
import org.sweetwater.bench.network.OracleProcess;
import org.sweetwater.bench.network.Powers;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Hash32;

/**
 * One proposal with many votes, from our hub to verdicts: an oracle that starts with nothing reads
 * the hub page by page, rebuilds every message from its row, archives it, verifies its signature,
 * asks the contract about it, and commits the verdict.
 */
final class Tally {
  /** Far beyond the run, so that no vote is late. */
  private static final Duration LASTS = Duration.ofHours(2);

  private static final BenchNetwork.Voting VOTING = new BenchNetwork.Voting(20, 5);
  private static final Duration OPENING_MAX = Duration.ofMinutes(5);
  private static final Duration TALLY_MAX = Duration.ofMinutes(10);

  /** The key of an account without money. */
  private static final String POOR_KEY = "0x" + "7a".repeat(32);

  /**
   * As on Ethereum. At each block anvil copies its whole state, with the power of all these voters,
   * on the same two cores.
   */
  private static final int BLOCK_SECONDS = 12;

  private static final Pattern REQUESTS =
      Pattern.compile("sweetwater_hub_requests_seconds_count\\{endpoint=\"graphql\".*} (\\d+)");

  private final BenchNetwork network;
  private final Path folder;
  private final int votes;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Tally(BenchNetwork network, Path folder, int votes) {
    this.network = network;
    this.folder = folder;
    this.votes = votes;
  }

  /**
   * What a run took, in seconds since the oracle's first request to the hub.
   *
   * @param archived until every vote was in the archive
   * @param verified until the oracle's own verdict on every vote was committed
   * @param judged until the contract's verdict on every vote was committed
   * @param cpu processor time until {@code verified}
   */
  record Times(double archived, double verified, double judged, CpuTimes cpu, GcLog heap) {}

  /** Sets everything up in {@code folder} and measures once. */
  static Times run(Path folder, int votes, int heapLimitMb) throws Exception {
    Progress.say("starting a chain, a database and a hub");
    try (BenchNetwork network = BenchNetwork.start(folder, VOTING)) {
      return new Tally(network, folder, votes).run(heapLimitMb);
    }
  }

  private Times run(int heapLimitMb) throws Exception {
    Progress.say("giving %,d voters power".formatted(votes));
    Powers.give(network.contracts(), HubFill.voters(votes));
    long now = network.chain().latestBlock().timestamp().getEpochSecond();
    Hash32 proposal = network.propose(LASTS);
    open();
    Progress.say("signing %,d votes".formatted(votes));
    HubFill.fill(network, proposal, votes, now);
    warmUp();
    network.contracts().anvil().rpc("evm_setIntervalMining", BLOCK_SECONDS);
    Progress.say("measuring");
    Path gcLog = folder.resolve("gc.log");
    Times times;
    try (OracleProcess oracle =
        OracleProcess.start(
            network,
            network.database(),
            folder,
            Map.of(),
            List.of("-Xmx" + heapLimitMb + "m", "-Xlog:gc:file=" + gcLog))) {
      times = measure(oracle);
    }
    return new Times(
        times.archived(), times.verified(), times.judged(), times.cpu(), GcLog.read(gcLog));
  }

  /**
   * Another oracle opens the ballot while it has no votes, so that counting is all that is left.
   */
  private void open() throws InterruptedException {
    runAnother(
        Map.of(),
        "SELECT count(*) FROM oracle.ballot_progress WHERE stage = 'counting'",
        1,
        "the ballot to open");
  }

  /**
   * Another oracle reads the votes, so that the hub is one that has served before. It cannot pay
   * for a transaction: what it sent would be counted already when the measured oracle comes.
   */
  private void warmUp() throws InterruptedException {
    Progress.say("warming the hub up");
    runAnother(
        Map.of("relayKey", POOR_KEY),
        "SELECT coalesce(max(seq), 0) FROM oracle.message",
        votes + 1,
        "another oracle to read the votes");
  }

  private void runAnother(Map<String, Object> keys, String sql, long wanted, String what)
      throws InterruptedException {
    Map<String, Object> quick = new HashMap<>(keys);
    quick.put("pollInterval", "250ms");
    try (TestDatabase other = TestDatabase.migrated();
        OracleProcess oracle = OracleProcess.start(network, other, folder, quick, List.of())) {
      Jdbi jdbi = Jdbi.create(other.config().url(), other.config().user(), "");
      Instant deadline = Instant.now().plus(OPENING_MAX);
      while (number(jdbi, sql) < wanted) {
        requireTime(oracle, deadline, what);
        Thread.sleep(100);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("another oracle does not start", e);
    }
  }

  private Times measure(OracleProcess oracle) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(TALLY_MAX);
    long before = requests();
    while (requests() == before) {
      requireTime(oracle, deadline, "the oracle's first request");
      Thread.sleep(5);
    }
    CpuTimes cpu = cpu(oracle);
    long began = System.nanoTime();
    // Numbers from an index, since counting rows again and again would take from what is measured.
    double archived =
        await(
            oracle, deadline, began, votes + 1, "SELECT coalesce(max(seq), 0) FROM oracle.message");
    double verified =
        await(
            oracle,
            deadline,
            began,
            votes + 1,
            "SELECT coalesce(max(votes_seq), 0) FROM oracle.ballot_progress");
    CpuTimes used = cpu(oracle).since(cpu);
    requireVerdicts();
    double judged =
        await(
            oracle,
            deadline,
            began,
            votes,
            "SELECT coalesce(sum(items), 0) FROM oracle.outbox_call WHERE kind = 'count'");
    return new Times(archived, verified, judged, used, GcLog.NONE);
  }

  private double await(OracleProcess oracle, Instant deadline, long began, long wanted, String sql)
      throws InterruptedException {
    while (number(network.jdbi(), sql) < wanted) {
      requireTime(oracle, deadline, "%d from: %s".formatted(wanted, sql));
      Thread.sleep(100);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    Progress.say("%.2f s until %,d from: %s".formatted(seconds, wanted, sql));
    return seconds;
  }

  private void requireVerdicts() {
    long countable =
        number(network.jdbi(), "SELECT count(*) FROM oracle.vote_verdict WHERE countable");
    if (countable != votes) {
      throw new IllegalStateException(
          "expected %d votes to be countable, found %d".formatted(votes, countable));
    }
  }

  private CpuTimes cpu(OracleProcess oracle) {
    return CpuTimes.now(oracle.pid(), network.hubPid());
  }

  private long requests() throws IOException, InterruptedException {
    URI metrics = network.hub().resolve("/metrics");
    String text =
        http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    Matcher matcher = REQUESTS.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static long number(Jdbi jdbi, String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(long.class).one());
  }

  private static void requireTime(OracleProcess oracle, Instant deadline, String what) {
    oracle.requireAlive();
    if (Instant.now().isAfter(deadline)) {
      throw new IllegalStateException("waited in vain for " + what);
    }
  }
}
