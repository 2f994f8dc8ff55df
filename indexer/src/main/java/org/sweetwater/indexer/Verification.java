package org.sweetwater.indexer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.sweetwater.indexer.chain.ChainSource;
import org.sweetwater.indexer.store.RawBlocks;
import org.sweetwater.indexer.store.Rebuild;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Recomputes what a database holds: the raw logs of some blocks from the node's receipts, and every
 * projection from the raw logs.
 *
 * @param blocks how many of the indexed blocks are looked at, at random
 * @param seed chooses them
 */
record Verification(int blocks, long seed, Consumer<String> progress) {
  /**
   * What differs, a line each; empty when all is well.
   *
   * @throws FatalException when nothing is indexed, or the database cannot be read
   */
  List<String> run(IndexerConfig config) {
    Deployment deployment = Deployment.read(Path.of(config.deployment()));
    try (DeployedChain chain = DeployedChain.connect(config, deployment, Clock.systemUTC());
        Database database = Database.open(config.database(), Role.INDEXER)) {
      List<String> differences = new ArrayList<>(raw(chain.nodes(), database, deployment));
      differences.addAll(projections(database, deployment));
      return differences;
    }
  }

  private List<String> raw(ChainSource node, Database database, Deployment deployment) {
    try (Connection connection = database.dataSource().getConnection()) {
      RawBlocks stored = new RawBlocks(connection);
      BlockRef head =
          stored
              .head()
              .orElseThrow(
                  () -> new FatalException("verify: nothing is indexed; run sw indexer run first"));
      List<String> differences = new ArrayList<>();
      for (long number : sample(deployment.startBlock(), head.number()).toArray()) {
        compare(number, node, stored).ifPresent(differences::add);
      }
      progress.accept("compared %d blocks up to %d with the node".formatted(blocks, head.number()));
      return differences;
    } catch (SQLException e) {
      throw new FatalException(
          "database: cannot read schema chain (%s); run sw migrate, or sw indexer run once"
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** The newest block, where reorganisations happen, and others at random. */
  private LongStream sample(long first, long last) {
    LongStream others = new SplittableRandom(seed).longs(blocks - 1L, first, last + 1);
    return LongStream.concat(LongStream.of(last), others).distinct().sorted();
  }

  private static Optional<String> compare(long number, ChainSource node, RawBlocks stored)
      throws SQLException {
    Optional<BlockRef> onChain = node.blockByNumber(number).map(block -> block.ref());
    Optional<BlockRef> known = stored.find(number);
    if (onChain.isEmpty()) {
      return Optional.of("block %d: the node has none".formatted(number));
    }
    if (known.isPresent() && !known.equals(onChain)) {
      return Optional.of(
          "block %d: stored %s, the node has %s"
              .formatted(number, known.get().hash(), onChain.get().hash()));
    }
    Optional<List<LogEntry>> receipts = node.logsOfReceipts(onChain.get().hash());
    if (receipts.isEmpty()) {
      return Optional.of(
          "block %d: the node gives no receipts (eth_getBlockReceipts); verify with one that does"
              .formatted(number));
    }
    List<LogEntry> expected = receipts.get();
    List<LogEntry> found = stored.logsOf(number);
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of(
            "block %d: stored %d logs of our contracts, the node's receipts have %d%s"
                .formatted(
                    number,
                    found.size(),
                    expected.size(),
                    found.size() == expected.size() ? " others" : ""));
  }

  private List<String> projections(Database database, Deployment deployment) {
    try (Rebuild rebuild =
        Rebuild.open(database.dataSource(), Reindexing.projectionOf(deployment))) {
      Reindexing.catchUp(rebuild, progress);
      Map<String, Long> differences = rebuild.compareAndDrop();
      return differences.entrySet().stream()
          .map(
              entry ->
                  "table %s: %d rows differ from what the raw logs say; sw indexer reindex makes it anew"
                      .formatted(entry.getKey(), entry.getValue()))
          .toList();
    }
  }
}
