package org.sweetwater.oracle.ballot;

import java.time.Duration;

/**
 * How votes are brought to the contract.
 *
 * @param batchSize most votes in one call, 1 to 300: a vote takes some 41,400 gas, and a
 *     transaction has at most 2^24 (EIP-7825)
 * @param interval how long votes may wait for others before a smaller batch is sent; after the end
 *     of voting none waits
 */
record CountLimits(int batchSize, Duration interval) {
  CountLimits {
    check(batchSize, interval);
  }

  static void check(int batchSize, Duration interval) {
    if (batchSize < 1 || batchSize > 300) {
      throw new IllegalArgumentException("countBatchSize must be 1 to 300, found " + batchSize);
    }
    if (interval.isNegative() || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("countInterval must be 0 to 1 d, found " + interval);
    }
  }
}
