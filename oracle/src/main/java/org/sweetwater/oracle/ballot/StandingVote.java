package org.sweetwater.oracle.ballot;

import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * The vote that stands for a voter on-chain; zeros when none does.
 *
 * @param idPrefix the first 20 bytes of the vote's id
 */
record StandingVote(long timestamp, Bytes idPrefix, long power, int choice) {
  private static final int PREFIX = 20;

  /** Whether it is the vote with this id. */
  boolean isOf(Hash32 voteId) {
    return choice != 0 && idPrefix.equals(Bytes.of(voteId.bytes()).slice(0, PREFIX));
  }
}
