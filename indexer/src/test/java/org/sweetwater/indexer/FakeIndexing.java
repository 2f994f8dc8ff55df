package org.sweetwater.indexer;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.sweetwater.indexer.chain.BlockStream;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.indexer.chain.StreamConfig;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.indexer.store.Projection;
import org.sweetwater.indexer.store.Source;
import org.sweetwater.wrappers.Hash32;

/** The real pipeline on a {@link FakeNode}. */
final class FakeIndexing {
  static final long START_BLOCK = 2;
  static final Source SOURCE =
      new Source(
          31_337,
          Hash32.ZERO,
          START_BLOCK,
          FakeLogs.REGISTRY,
          FakeLogs.BALLOT,
          FakeLogs.CRADLE,
          FakeLogs.CANARY);
  static final Projection PROJECTION =
      new ContractProjection(
          new EventDecoder(FakeLogs.REGISTRY, FakeLogs.BALLOT, FakeLogs.CRADLE, FakeLogs.CANARY));

  private static final Duration LAG_TOLERANCE = Duration.ofSeconds(30);

  private FakeIndexing() {}

  static Indexing of(FakeNode node, int rangeBlocks, FakeClock clock) {
    StreamConfig config =
        new StreamConfig(
            List.of(FakeLogs.REGISTRY, FakeLogs.BALLOT, FakeLogs.CRADLE, FakeLogs.CANARY),
            START_BLOCK,
            rangeBlocks,
            0,
            LAG_TOLERANCE);
    return new Indexing(new BlockStream(node, config, clock), PROJECTION);
  }

  /** Indexes until nothing is left to read. */
  static void toTheHead(DataSource dataSource, Indexing indexing) {
    try (ChainStore store = ChainStore.open(dataSource, SOURCE)) {
      while (!(indexing.step(store) instanceof ChainEvent.Unchanged)) {
        // On to the head.
      }
    }
  }
}
