package org.sweetwater.oracle.hub;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * What the hub asks the chain besides voting power. Every method throws {@link
 * org.sweetwater.wrappers.RetryableException} when the chain does not answer.
 */
interface ChainFacts {
  /** The number of the newest block. */
  long blockNumber();

  /** keccak256 of the code at an address, of nothing when there is none. */
  Hash32 codeHash(Address address);

  /**
   * Whether a contract accepts a signature now.
   *
   * @see <a href="https://eips.ethereum.org/EIPS/eip-1271">ERC-1271</a>
   */
  boolean acceptsSignature(Address contract, Hash32 digest, Bytes signature);
}
