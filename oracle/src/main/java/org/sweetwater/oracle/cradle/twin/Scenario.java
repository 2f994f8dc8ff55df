package org.sweetwater.oracle.cradle.twin;

import java.util.List;

/**
 * All that the twin plays.
 *
 * @param durationNanos how long, ns of simulated time, 10 s to 24 h
 * @param warmUpNanos from when on it is measured, ns, below the duration
 * @param windowNanos the length of a window of measurements, ns, 1 s to 10 min, at most the
 *     duration
 */
public record Scenario(
    Network network, List<Chaos> chaos, long durationNanos, long warmUpNanos, long windowNanos) {
  /** The longest run: a day. */
  public static final long DURATION_MAX_NANOS = 24 * 3_600_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  /** Copies the list and checks the ranges. */
  public Scenario {
    chaos = List.copyOf(chaos);
    Range.checkTime("duration", durationNanos, 10 * SECOND, DURATION_MAX_NANOS);
    Range.checkTime("warmUp", warmUpNanos, 0, durationNanos - 1);
    Range.checkTime("window", windowNanos, SECOND, Math.min(600 * SECOND, durationNanos));
  }
}
