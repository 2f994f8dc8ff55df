package org.sweetwater.indexer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sweetwater.wrappers.BlockRef;

/**
 * The newest head that a WebSocket told of. HTTP may not show it yet, behind a load balancer or
 * while the node is busy: then it is worth to look again soon, for a while.
 */
final class Announced {
  private static final Duration SOON = Duration.ofMillis(20);

  /**
   * For longer than that no node is behind its own word; a reorganisation may have taken it back.
   */
  private static final Duration BELIEVED = Duration.ofSeconds(2);

  private final Clock clock;
  private long number = -1;
  private Instant until = Instant.MIN;

  Announced(Clock clock) {
    this.clock = clock;
  }

  synchronized void hear(long head) {
    if (head >= 0) {
      number = head;
      until = clock.instant().plus(BELIEVED);
    }
  }

  /** The newest head that was told of; negative before the first. */
  synchronized long head() {
    return number;
  }

  /** How long to wait before the next look, when the tables are at this head. */
  synchronized Duration pause(Optional<BlockRef> head, Duration pollInterval) {
    boolean isBehind = number > head.map(BlockRef::number).orElse(-1L);
    return isBehind && clock.instant().isBefore(until) && SOON.compareTo(pollInterval) < 0
        ? SOON
        : pollInterval;
  }
}
