package org.sweetwater.indexer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.wrappers.BlockRef;

/** How old the state is that the tables show, for people who think in seconds. */
final class HeadLag implements CommitListener {
  private volatile Optional<Instant> minedAt = Optional.empty();

  @Override
  public void committed(ChainEvent event, Optional<BlockRef> head) {
    if (event instanceof ChainEvent.Extended(var blocks)) {
      minedAt = Optional.of(blocks.getLast().block().timestamp());
    }
  }

  /**
   * Seconds since the newest indexed block was mined; 0 while no newer one is known, however long
   * ago that was.
   */
  double seconds(long lagBlocks, Instant now) {
    return lagBlocks == 0
        ? 0
        : minedAt
            .map(mined -> Math.max(0, Duration.between(mined, now).toMillis() / 1e3))
            .orElse(0.0);
  }
}
