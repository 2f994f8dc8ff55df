package org.sweetwater.oracle.message;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * The question to a contract wallet whether it accepts a signature, as SnapshotBallot asks it: what
 * hub and oracle take must be what the contract counts.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-1271">ERC-1271</a>
 */
public final class Erc1271 {
  /** {@code SignatureLib.ERC1271_GAS}: what the wallet may use for its answer. */
  static final long GAS = 500_000;

  /** EIP-2028: what a call costs before its first instruction. */
  private static final long CALL_GAS = 21_000;

  private static final int SELECTOR = 4;
  private static final long ZERO_BYTE_GAS = 4;
  private static final long BYTE_GAS = 16;

  /** The function's selector as bytes4 in a word. */
  private static final Bytes MAGIC = Bytes.parse("0x1626ba7e" + "00".repeat(28));

  private Erc1271() {}

  /** The call data: selector, digest, and the signature behind its offset and its length. */
  public static Bytes question(Hash32 digest, Bytes signature) {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    call.writeBytes(MAGIC.slice(0, SELECTOR).bytes());
    call.writeBytes(digest.bytes());
    call.writeBytes(word(2L * Hash32.LENGTH));
    call.writeBytes(word(signature.size()));
    call.writeBytes(signature.bytes());
    call.writeBytes(new byte[Math.floorMod(-signature.size(), Hash32.LENGTH)]);
    return Bytes.of(call.toByteArray());
  }

  private static byte[] word(long number) {
    return Hash32.fromUnsigned(BigInteger.valueOf(number)).bytes();
  }

  /**
   * The gas of an {@code eth_call} with which the wallet gets exactly what the contract gives it.
   */
  public static BigInteger gas(Bytes question) {
    long gas = CALL_GAS + GAS;
    for (byte value : question.bytes()) {
      gas += value == 0 ? ZERO_BYTE_GAS : BYTE_GAS;
    }
    return BigInteger.valueOf(gas);
  }

  /** Whether the answer's first word is yes; as in SignatureLib, what follows does not matter. */
  public static boolean isYes(Bytes answer) {
    return answer.size() >= Hash32.LENGTH && answer.slice(0, Hash32.LENGTH).equals(MAGIC);
  }
}
