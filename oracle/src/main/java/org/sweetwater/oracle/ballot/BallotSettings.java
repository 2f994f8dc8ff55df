package org.sweetwater.oracle.ballot;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How ballots are carried.
 *
 * @param hubUrl the hub's GraphQL
 * @param fallbackHubUrl asked while the first does not answer
 * @param confirmations blocks after which nothing is rolled back, 0 to 256
 * @param countBatchSize most votes in one call, 1 to 300
 * @param countInterval how long votes wait for others before a smaller batch is sent, up to a day
 */
public record BallotSettings(
    URI hubUrl,
    Optional<URI> fallbackHubUrl,
    int confirmations,
    int countBatchSize,
    Duration countInterval) {
  /** Checks the bounds. */
  public BallotSettings {
    if (confirmations < 0 || confirmations > 256) {
      throw new IllegalArgumentException("confirmations must be 0 to 256, found " + confirmations);
    }
    CountLimits.check(countBatchSize, countInterval);
  }

  CountLimits countLimits() {
    return new CountLimits(countBatchSize, countInterval);
  }
}
