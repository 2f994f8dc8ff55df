package org.sweetwater.oracle.message;

import org.sweetwater.wrappers.Hash32;

/**
 * An ECDSA signature in EIP-2098 form with a low s, as SnapshotBallot takes it: the top bit of
 * {@code vs} is the parity of y, the rest is s.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-2098">EIP-2098</a>
 */
public record CompactSignature(Hash32 r, Hash32 vs) {
  /** The 64 bytes {@code r ‖ vs}. */
  public byte[] bytes() {
    byte[] all = new byte[64];
    System.arraycopy(r.bytes(), 0, all, 0, 32);
    System.arraycopy(vs.bytes(), 0, all, 32, 32);
    return all;
  }
}
