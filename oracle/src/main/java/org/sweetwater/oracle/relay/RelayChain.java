package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.chain.SendOutcome;

/**
 * The little that the relay needs of a node. Every method may throw {@link
 * org.sweetwater.wrappers.RetryableException} when the node does not answer sensibly, and {@link
 * org.sweetwater.wrappers.FatalException} when asking again cannot help.
 */
interface RelayChain {
  /** The newest block's number. */
  long headNumber();

  /** What the node suggests to offer for gas; zero on a gas-free chain. */
  Fees fees();

  /** How many nonces of an account are used in the newest block. */
  long usedNonces(Address account);

  /** The account's money in the newest block, wei. */
  BigInteger balance(Address account);

  /** What a call would do in the newest state. */
  DryRun dryRun(Address from, Address target, Bytes calldata);

  /** The bytes that a call reverts with in the state after a block; empty when it succeeds. */
  Optional<Bytes> revertAt(long block, Address target, Bytes calldata);

  /** Offers a signed transaction. */
  SendOutcome send(Bytes raw);

  /** The receipt of a transaction that is in the present chain. */
  Optional<Receipt> receipt(Hash32 transaction);
}
