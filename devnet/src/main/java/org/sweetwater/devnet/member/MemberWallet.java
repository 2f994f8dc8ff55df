package org.sweetwater.devnet.member;

import org.sweetwater.oracle.message.TypedData;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.chain.Receipt;

/**
 * A member's own wallet. Its key never leaves it; every method may wait for the member, and throws
 * {@link MemberException} when the member refuses or does not come.
 */
public interface MemberWallet extends AutoCloseable {
  /**
   * The account that will sign.
   *
   * @param purpose what for
   * @param rule who may
   */
  Address account(Explanation purpose, AccountRule rule) throws InterruptedException;

  /** Signs a message of {@link #account}; the signature is checked. */
  Bytes sign(Explanation what, TypedData message) throws InterruptedException;

  /** Sends a transaction of {@link #account} and waits until it is mined. */
  Receipt send(Explanation what, Address to, Bytes data) throws InterruptedException;

  /** Tells the member how it ended. */
  void tell(Ending ending) throws InterruptedException;

  @Override
  void close();

  /** How a command ended, in one line. */
  record Ending(boolean isGood, String text) {}
}
