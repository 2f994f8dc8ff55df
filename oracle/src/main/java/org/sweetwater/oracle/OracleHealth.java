package org.sweetwater.oracle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.oracle.relay.Relay;

/** Whether the oracle does its work; answers from memory, so asking costs nothing. */
final class OracleHealth {
  /** A round may wait for a slow hub or node this long before anybody is told. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Map<String, PollLoop> loops;
  private final Relay relay;
  private final Clock clock;

  OracleHealth(Map<String, PollLoop> loops, Relay relay, Clock clock) {
    this.loops = new LinkedHashMap<>(loops);
    this.relay = relay;
    this.clock = clock;
  }

  /** What each part says: UP, or what is wrong. */
  Map<String, String> checks() {
    Map<String, String> checks = new LinkedHashMap<>();
    loops.forEach(
        (name, loop) ->
            checks.put(name, check(loop.status().lastRound(), loop.status().problem())));
    checks.put("relay", check(relay.status().lastRound(), relay.status().problem()));
    return checks;
  }

  /** Whether every part succeeded within the last minute. */
  boolean isReady() {
    return checks().values().stream().allMatch("UP"::equals);
  }

  private String check(Optional<Instant> lastRound, Optional<String> problem) {
    boolean isRecent =
        lastRound.filter(at -> at.isAfter(clock.instant().minus(PATIENCE))).isPresent();
    return isRecent ? "UP" : "DOWN: " + problem.orElse("no round yet");
  }
}
