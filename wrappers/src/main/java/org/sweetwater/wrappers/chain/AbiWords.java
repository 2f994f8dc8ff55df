package org.sweetwater.wrappers.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * A contract's answer, read word by word: the order of the words is that of the struct in the
 * interface. A contract that answers in another form is not the one that was deployed: every method
 * throws {@link RetryableException} then, since a node may also be between two states.
 *
 * @see <a href="https://docs.soliditylang.org/en/latest/abi-spec.html">ABI specification</a>
 */
public record AbiWords(Address contract, Bytes data) {
  private static final int WORD = Hash32.LENGTH;

  /** The word at an index. */
  public Hash32 word(int index) {
    int start = index * WORD;
    if (index < 0 || start + WORD > data.size()) {
      throw malformed("word " + index);
    }
    return Hash32.of(data.slice(start, start + WORD).bytes());
  }

  /** A number of at most 63 bits: all that the contracts keep have fewer. */
  public long number(int index) {
    BigInteger number = word(index).toUnsigned();
    if (number.bitLength() > 63) {
      throw malformed("a number of 63 bits in word " + index);
    }
    return number.longValueExact();
  }

  /** The address in a word. */
  public Address address(int index) {
    return Address.fromWord(word(index));
  }

  /** What begins at the offset in a word: a dynamic struct, text or list. */
  public AbiWords at(int index) {
    long offset = number(index);
    if (offset > data.size()) {
      throw malformed("an offset in word " + index);
    }
    return new AbiWords(contract, data.slice((int) offset, data.size()));
  }

  /** The text whose offset is in a word. */
  public String text(int index) {
    return new String(bytes(index).bytes(), UTF_8);
  }

  /** The bytes whose offset is in a word. */
  public Bytes bytes(int index) {
    AbiWords bytes = at(index);
    long length = bytes.number(0);
    if (length > bytes.data().size() - WORD) {
      throw malformed("bytes at word " + index);
    }
    return bytes.data().slice(WORD, WORD + (int) length);
  }

  /** The list of numbers whose offset is in a word. */
  public List<BigInteger> list(int index) {
    AbiWords list = at(index);
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < list.number(0); i++) {
      numbers.add(list.word(i + 1).toUnsigned());
    }
    return numbers;
  }

  private RetryableException malformed(String expected) {
    return new RetryableException(
        "contract %s: expected %s in its answer, found %s; is deployment.json of this chain and version?"
            .formatted(contract, expected, data));
  }
}
