package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Reads a list of logs from its tokens.
 *
 * <p>Neighbours share block, transaction, contract and event, so these are parsed once for a run of
 * them. Illegal arguments are the node's fault.
 */
final class LogParser {
  private final int logsMax;
  private final Last<Hash32> blockHash = new Last<>(Hash32::parse);
  private final Last<Hash32> transactionHash = new Last<>(Hash32::parse);
  private final Last<Address> address = new Last<>(Address::parse);
  private final Last<Hash32> event = new Last<>(Hash32::parse);
  private @Nullable BlockRef block;

  private LogParser(int logsMax) {
    this.logsMax = logsMax;
  }

  /**
   * Reads logs, at most so many.
   *
   * @throws TooManyLogsException when there are more; the rest is left unread
   */
  static List<LogEntry> read(JsonParser parser, int logsMax) throws IOException {
    return new LogParser(logsMax).logs(parser);
  }

  private List<LogEntry> logs(JsonParser parser) throws IOException {
    AnswerStream.requireToken(parser, JsonToken.START_ARRAY, "a list of logs");
    List<LogEntry> logs = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (logs.size() == logsMax) {
        throw new TooManyLogsException(logsMax);
      }
      logs.add(log(parser));
    }
    return logs;
  }

  private LogEntry log(JsonParser parser) throws IOException {
    AnswerStream.requireToken(parser, JsonToken.START_OBJECT, "a log");
    Members log = new Members();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "blockNumber" -> log.blockNumber = number(parser);
        case "blockHash" -> log.blockHash = blockHash.parse(text(parser));
        case "transactionHash" -> log.transactionHash = transactionHash.parse(text(parser));
        case "transactionIndex" -> log.transactionIndex = Math.toIntExact(number(parser));
        case "logIndex" -> log.logIndex = Math.toIntExact(number(parser));
        case "address" -> log.address = address.parse(text(parser));
        case "topics" -> log.topics = topics(parser);
        case "data" -> log.data = Bytes.parse(text(parser));
        default -> parser.skipChildren();
      }
    }
    return new LogEntry(
        block(log.blockNumber, required(log.blockHash, "blockHash")),
        required(log.transactionHash, "transactionHash"),
        at(log.transactionIndex, "transactionIndex"),
        at(log.logIndex, "logIndex"),
        required(log.address, "address"),
        required(log.topics, "topics"),
        required(log.data, "data"));
  }

  private BlockRef block(long number, Hash32 hash) {
    if (number < 0) {
      throw missing("blockNumber");
    }
    BlockRef same = block;
    if (same == null || same.number() != number || !same.hash().equals(hash)) {
      same = new BlockRef(number, hash);
      block = same;
    }
    return same;
  }

  private List<Hash32> topics(JsonParser parser) throws IOException {
    AnswerStream.requireToken(parser, JsonToken.START_ARRAY, "topics");
    List<Hash32> topics = new ArrayList<>(4);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String topic = text(parser);
      topics.add(topics.isEmpty() ? event.parse(topic) : Hash32.parse(topic));
    }
    return topics;
  }

  private static String text(JsonParser parser) throws IOException {
    AnswerStream.requireToken(parser, JsonToken.VALUE_STRING, "text");
    return parser.getText();
  }

  /** {@code 0x} and 1 to 15 hex digits: no count or height of a chain needs more. */
  private static long number(JsonParser parser) throws IOException {
    String text = text(parser);
    if (text.length() < 3 || text.length() > 17 || !text.startsWith("0x")) {
      throw new IllegalArgumentException(
          "expected a quantity, 0x and hex digits, found \"" + text + "\"");
    }
    long number = 0;
    for (int i = 2; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        throw new IllegalArgumentException(
            "expected a quantity, 0x and hex digits, found \"" + text + "\"");
      }
      number = number << 4 | digit;
    }
    return number;
  }

  private static int at(int index, String name) {
    if (index < 0) {
      throw missing(name);
    }
    return index;
  }

  private static <T> T required(@Nullable T member, String name) {
    if (member == null) {
      throw missing(name);
    }
    return member;
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("expected a member " + name + " in a log, found none");
  }

  /** What was read of a log until now. */
  private static final class Members {
    private long blockNumber = -1;
    private int transactionIndex = -1;
    private int logIndex = -1;
    private @Nullable Hash32 blockHash;
    private @Nullable Hash32 transactionHash;
    private @Nullable Address address;
    private @Nullable List<Hash32> topics;
    private @Nullable Bytes data;
  }

  /** The value of the last text, which is often the next one too. */
  private static final class Last<T> {
    private final Function<String, T> parser;
    private String text = "";
    private @Nullable T value;

    Last(Function<String, T> parser) {
      this.parser = parser;
    }

    T parse(String next) {
      T known = value;
      if (known == null || !text.equals(next)) {
        known = Objects.requireNonNull(parser.apply(next));
        value = known;
        text = next;
      }
      return known;
    }
  }
}
