package org.sweetwater.oracle.ballot;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
  private final Map<String, Instant> unfitSince = new HashMap<>();
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
    return Stream.concat(failingSince.stream(), unfitSince.values().stream())
        .anyMatch(since -> !now.isBefore(since.plus(limits.fallbackAfter())));
  }

  /** Notes that a hub answered an operation, and fitly. */
  void answered(URI hub, String operation) {
    if (hub.equals(first)) {
      failingSince = Optional.empty();
      unfitSince.remove(operation);
      if (unfitSince.isEmpty()) {
        nextProbe.ifPresent(probe -> LOG.info("hub.back: using={}", SnapshotClient.shown(first)));
        nextProbe = Optional.empty();
      }
    }
  }

  /**
   * Notes that a hub answered an operation with what cannot be used. That it answers others is no
   * excuse: it could keep votes back for ever by that.
   */
  void unfit(URI hub, String operation, Instant now) {
    if (hub.equals(first)) {
      unfitSince.putIfAbsent(operation, now);
    }
  }

  /** Notes that a hub failed. */
  void failed(URI hub, Instant now) {
    if (hub.equals(first)) {
      failingSince = failingSince.or(() -> Optional.of(now));
    }
  }
}
