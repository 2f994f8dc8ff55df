package org.sweetwater.oracle.ballot;

import java.time.Duration;
import org.sweetwater.oracle.pace.Backoff;

/**
 * How long we wait for a hub, and how much we take from it.
 *
 * @param headTimeout to connect, and again until an answer begins
 * @param answerTimeout for a whole answer
 * @param tries how often one query is sent before we give up, at least 1
 * @param pauses between tries
 * @param bytesMax the largest answer, in bytes
 * @param fallbackAfter how long the first hub fails before the second one is asked
 * @param probeEvery how often the first hub is asked again meanwhile
 */
record HubLimits(
    Duration headTimeout,
    Duration answerTimeout,
    int tries,
    Backoff pauses,
    int bytesMax,
    Duration fallbackAfter,
    Duration probeEvery) {
  /** What the oracle runs with. */
  static final HubLimits USUAL =
      new HubLimits(
          Duration.ofSeconds(3),
          Duration.ofSeconds(15),
          5,
          new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5)),
          16 * 1024 * 1024,
          Duration.ofMinutes(5),
          Duration.ofSeconds(30));

  /** Checks the bounds. */
  HubLimits {
    if (tries < 1 || bytesMax < 1) {
      throw new IllegalArgumentException(
          "hub limits: expected at least 1 try and 1 byte, found %d tries, %d bytes"
              .formatted(tries, bytesMax));
    }
    for (Duration duration : new Duration[] {headTimeout, answerTimeout}) {
      if (!duration.isPositive()) {
        throw new IllegalArgumentException(
            "hub limits: expected time-outs above zero, found " + duration);
      }
    }
  }
}
