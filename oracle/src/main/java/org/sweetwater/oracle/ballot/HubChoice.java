package org.sweetwater.oracle.ballot;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of two hubs to ask: the first one, unless it has failed for a while; then the second, with
 * a look at the first now and then. Not safe for use by several threads.
 */
final class HubChoice {
  private static final Logger LOG = LoggerFactory.getLogger(HubChoice.class);

  private final URI first;
  private final Optional<URI> second;
  private final HubLimits limits;
  private Optional<Instant> failingSince = Optional.empty();
  private Optional<Instant> nextProbe = Optional.empty();

  HubChoice(URI first, Optional<URI> second, HubLimits limits) {
    this.first = first;
    this.second = second;
    this.limits = limits;
  }

  /** The hub to ask now. */
  URI next(Instant now) {
    if (second.isEmpty() || !isFirstGivenUp(now)) {
      return first;
    }
    if (nextProbe.isEmpty()) {
      LOG.warn(
          "hub.fallback: failing={} using={}",
          SnapshotClient.shown(first),
          SnapshotClient.shown(second.get()));
    } else if (!now.isBefore(nextProbe.get())) {
      nextProbe = Optional.of(now.plus(limits.probeEvery()));
      return first;
    }
    nextProbe = nextProbe.or(() -> Optional.of(now.plus(limits.probeEvery())));
    return second.get();
  }

  private boolean isFirstGivenUp(Instant now) {
    return failingSince
        .map(since -> !now.isBefore(since.plus(limits.fallbackAfter())))
        .orElse(false);
  }

  /** Notes that a hub answered. */
  void answered(URI hub) {
    if (hub.equals(first)) {
      nextProbe.ifPresent(probe -> LOG.info("hub.back: using={}", SnapshotClient.shown(first)));
      failingSince = Optional.empty();
      nextProbe = Optional.empty();
    }
  }

  /** Notes that a hub failed. */
  void failed(URI hub, Instant now) {
    if (hub.equals(first)) {
      failingSince = failingSince.or(() -> Optional.of(now));
    }
  }
}
