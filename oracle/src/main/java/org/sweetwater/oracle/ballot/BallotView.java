package org.sweetwater.oracle.ballot;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * A ballot that is open on-chain, or was. Times are seconds since 1970, powers are nodes.
 *
 * @param status the contract's word in capitals: OPEN, PASSED, REJECTED, EXECUTED, VETOED, EXPIRED
 * @param snapshot the block at which power is read
 * @param countUntil the last second in which votes may be brought, extensions included
 * @param target what it calls if it passes
 * @param data with these bytes
 */
public record BallotView(
    Hash32 id,
    String status,
    long snapshot,
    long start,
    long end,
    long countUntil,
    Address target,
    Bytes data) {
  /** Whether votes are still counted in a block of this time. */
  public boolean isCountingAt(long timeSeconds) {
    return status.equals(BallotStatus.OPEN.name()) && timeSeconds <= countUntil;
  }
}
