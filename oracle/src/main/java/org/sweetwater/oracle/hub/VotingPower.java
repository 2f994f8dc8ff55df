package org.sweetwater.oracle.hub;

import java.math.BigInteger;
import org.sweetwater.wrappers.Address;

/** Reads voting power where the ballot will read it. */
interface VotingPower {
  /**
   * The capped power of an account at the end of a block, in nodes; zero or more.
   *
   * @throws org.sweetwater.wrappers.RetryableException when the chain does not answer, or the block
   *     is not past yet
   */
  BigInteger at(Address account, long block);
}
