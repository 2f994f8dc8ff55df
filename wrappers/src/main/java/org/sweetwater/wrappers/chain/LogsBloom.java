package org.sweetwater.wrappers.chain;

import java.util.Arrays;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * The filter in a block header over the addresses and topics of all logs in the block.
 *
 * <p>It may say yes where there is no such log; it never says no where there is one.
 *
 * @see <a href="https://ethereum.github.io/yellowpaper/paper.pdf">Yellow Paper, section 4.3.1, the
 *     function M3:2048</a>
 */
public final class LogsBloom {
  /** Bytes in a filter. */
  public static final int LENGTH = 256;

  /** Says yes to everything: for a node that gives no filter. */
  public static final LogsBloom UNKNOWN = new LogsBloom(filled());

  private static final int BITS_PER_VALUE = 3;
  private static final int BIT_MASK = 0x7ff;

  private final byte[] bits;

  private LogsBloom(byte[] bits) {
    this.bits = bits;
  }

  /**
   * Reads the header's field.
   *
   * @throws IllegalArgumentException unless there are exactly 256 bytes
   */
  public static LogsBloom of(Bytes value) {
    if (value.size() != LENGTH) {
      throw new IllegalArgumentException(
          "logsBloom: expected " + LENGTH + " bytes, found " + value.size());
    }
    return new LogsBloom(value.bytes());
  }

  /** Whether the block may hold a log of this contract. */
  public boolean mayHold(Address contract) {
    return mayHold(contract.bytes());
  }

  /** Whether the block may hold a log with this topic. */
  public boolean mayHold(Hash32 topic) {
    return mayHold(topic.bytes());
  }

  private boolean mayHold(byte[] value) {
    byte[] hash = Hash32.keccak(value).bytes();
    for (int i = 0; i < BITS_PER_VALUE; i++) {
      int bit = ((hash[2 * i] & 0xff) << 8 | (hash[2 * i + 1] & 0xff)) & BIT_MASK;
      // Bit 0 is the lowest bit of the last byte.
      if ((bits[LENGTH - 1 - bit / 8] >> bit % 8 & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] filled() {
    byte[] bits = new byte[LENGTH];
    Arrays.fill(bits, (byte) 0xff);
    return bits;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogsBloom that && Arrays.equals(bits, that.bits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }

  /** The field as in the header. */
  @Override
  public String toString() {
    return Bytes.of(bits).hex();
  }
}
