package org.sweetwater.wrappers.chain;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    for (int bit : bitsOf(value)) {
      // Bit 0 is the lowest bit of the last byte.
      if ((bits[LENGTH - 1 - bit / 8] >> bit % 8 & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The numbers of the bits that a value sets. */
  private static int[] bitsOf(byte[] value) {
    byte[] hash = Hash32.keccak(value).bytes();
    int[] numbers = new int[BITS_PER_VALUE];
    for (int i = 0; i < BITS_PER_VALUE; i++) {
      numbers[i] = ((hash[2 * i] & 0xff) << 8 | (hash[2 * i + 1] & 0xff)) & BIT_MASK;
    }
    return numbers;
  }

  /**
   * Makes the filters of lists of logs. It remembers the bits of addresses and topics, which repeat
   * themselves, until it is thrown away; not for several threads at once.
   */
  public static final class Maker {
    private final Map<Object, int[]> known = new HashMap<>();

    /** The filter of a block that holds these logs and no other. */
    public LogsBloom of(List<LogEntry> logs) {
      byte[] bits = new byte[LENGTH];
      for (LogEntry log : logs) {
        set(bits, known.computeIfAbsent(log.address(), _ -> bitsOf(log.address().bytes())));
        for (Hash32 topic : log.topics()) {
          set(bits, known.computeIfAbsent(topic, _ -> bitsOf(topic.bytes())));
        }
      }
      return new LogsBloom(bits);
    }

    private static void set(byte[] bits, int[] numbers) {
      for (int bit : numbers) {
        bits[LENGTH - 1 - bit / 8] |= (byte) (1 << bit % 8);
      }
    }
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
