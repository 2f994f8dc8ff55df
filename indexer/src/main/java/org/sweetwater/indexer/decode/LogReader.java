package org.sweetwater.indexer.decode;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Reads one log's fields in the order of their declaration: indexed ones from the topics, the
 * others from the data.
 */
final class LogReader {
  /** The contracts keep times in 40 bits; PostgreSQL's calendar ends later. */
  private static final int TIME_BITS = 40;

  private static final int LONG_BITS = 63;
  private static final int INT_BITS = 31;
  private static final int METRIC_BITS = 64;
  private static final int WORD_BITS = 256;

  private final List<Hash32> topics;
  private final AbiWords data;
  private int topic = 1;
  private int head;
  private int tail;

  LogReader(LogEntry log) {
    this.topics = log.topics();
    this.data = new AbiWords(log.data().bytes());
  }

  Hash32 indexedHash() {
    if (topic >= topics.size()) {
      throw new IllegalArgumentException("found only %d topics".formatted(topics.size()));
    }
    return topics.get(topic++);
  }

  Address indexedAddress() {
    return Address.fromWord(indexedHash());
  }

  long indexedUint(int bits) {
    return new AbiWords(indexedHash().bytes()).unsignedLong(0, bits);
  }

  Bytes indexedBytes(int length) {
    return new AbiWords(indexedHash().bytes()).fixedBytes(0, length);
  }

  Hash32 hash() {
    return data.word(next());
  }

  Address address() {
    return data.address(next());
  }

  boolean bool() {
    return data.bool(next());
  }

  BigInteger uint64() {
    return data.unsigned(next(), METRIC_BITS);
  }

  BigInteger uint256() {
    return data.unsigned(next(), WORD_BITS);
  }

  /** A number that the contract keeps within a {@code long}. */
  long uintLong() {
    return data.unsignedLong(next(), LONG_BITS);
  }

  /** A number that the contract keeps within an {@code int}. */
  int uintInt() {
    return (int) data.unsignedLong(next(), INT_BITS);
  }

  Instant time() {
    return Instant.ofEpochSecond(data.unsignedLong(next(), TIME_BITS));
  }

  Bytes bytes() {
    Bytes value = data.bytes(data.count(next(), data.size()));
    tail += AbiWords.WORD + AbiWords.padded(value.size());
    return value;
  }

  List<Address> addresses() {
    int offset = data.count(next(), data.size());
    int length = data.count(offset, data.size() / AbiWords.WORD);
    List<Address> addresses = new ArrayList<>(length);
    for (int i = 1; i <= length; i++) {
      addresses.add(data.address(offset + i * AbiWords.WORD));
    }
    tail += (1 + length) * AbiWords.WORD;
    return addresses;
  }

  MetricSet metrics() {
    int present = uintInt();
    List<BigInteger> values = new ArrayList<>(MetricSet.COUNT);
    for (int i = 0; i < MetricSet.COUNT; i++) {
      values.add(uint64());
    }
    return new MetricSet(present, values);
  }

  /** Checks that nothing is left over: a log with more than its fields is another event. */
  void end() {
    if (topic != topics.size()) {
      throw new IllegalArgumentException(
          "found %d topics instead of %d".formatted(topics.size(), topic));
    }
    if (head + tail != data.size()) {
      throw new IllegalArgumentException(
          "found %d bytes of data instead of %d".formatted(data.size(), head + tail));
    }
  }

  private int next() {
    int offset = head;
    head += AbiWords.WORD;
    return offset;
  }
}
