package org.sweetwater.oracle.recount;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * An event's topics and data, word by word.
 *
 * @see <a href="https://docs.soliditylang.org/en/latest/abi-spec.html">ABI specification</a>
 */
record Words(LogEntry log) {
  private static final int WORD = Hash32.LENGTH;

  Hash32 topic(int index) {
    return log.topics().get(index);
  }

  Address topicAddress(int index) {
    return Address.fromWord(topic(index));
  }

  long topicNumber(int index) {
    return topic(index).toUnsigned().longValueExact();
  }

  Hash32 word(int index) {
    return Hash32.of(log.data().slice(index * WORD, (index + 1) * WORD).bytes());
  }

  long number(int index) {
    return word(index).toUnsigned().longValueExact();
  }

  /** The bytes whose offset is in a word. */
  Bytes bytes(int index) {
    int start = Math.toIntExact(number(index));
    int length = word(start / WORD).toUnsigned().intValueExact();
    return log.data().slice(start + WORD, start + WORD + length);
  }
}
