package org.sweetwater.oracle.relay;

import java.util.Set;

/**
 * Gives out nonces without holes. It keeps nothing in memory: what is used up is read from the
 * chain, what is signed is read from the table, so a restart at any point loses nothing.
 */
final class NonceBook {
  private NonceBook() {}

  /**
   * The lowest nonce that is neither used on the chain nor signed for.
   *
   * @param usedBelow the sender's transaction count: every lower nonce is used
   * @param signed nonces that have a stored transaction
   */
  static long next(long usedBelow, Set<Long> signed) {
    long nonce = usedBelow;
    while (signed.contains(nonce)) {
      nonce++;
    }
    return nonce;
  }
}
