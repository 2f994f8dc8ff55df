package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  private static final String WHERE = "log";

  private final int logsMax;
  private final HexTokens.Repeated<Hash32> blockHash = new HexTokens.Repeated<>(Hash32::parse);
  private final HexTokens.Repeated<Hash32> transactionHash =
      new HexTokens.Repeated<>(Hash32::parse);
  private final HexTokens.Repeated<Address> address = new HexTokens.Repeated<>(Address::parse);
  private final HexTokens.Repeated<Hash32> event = new HexTokens.Repeated<>(Hash32::parse);
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
        case "blockNumber" -> log.blockNumber = HexTokens.number(parser);
        case "blockHash" -> log.blockHash = blockHash.read(parser);
        case "transactionHash" -> log.transactionHash = transactionHash.read(parser);
        case "transactionIndex" -> log.transactionIndex = HexTokens.number(parser);
        case "logIndex" -> log.logIndex = HexTokens.number(parser);
        case "address" -> log.address = address.read(parser);
        case "topics" -> log.topics = topics(parser);
        case "data" -> log.data = HexTokens.read(parser, Bytes::parse);
        default -> parser.skipChildren();
      }
    }
    return new LogEntry(
        block(
            HexTokens.required(log.blockNumber, "blockNumber", WHERE),
            HexTokens.required(log.blockHash, "blockHash", WHERE)),
        HexTokens.required(log.transactionHash, "transactionHash", WHERE),
        Math.toIntExact(HexTokens.required(log.transactionIndex, "transactionIndex", WHERE)),
        Math.toIntExact(HexTokens.required(log.logIndex, "logIndex", WHERE)),
        HexTokens.required(log.address, "address", WHERE),
        HexTokens.required(log.topics, "topics", WHERE),
        HexTokens.required(log.data, "data", WHERE));
  }

  private BlockRef block(long number, Hash32 hash) {
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
      topics.add(topics.isEmpty() ? event.read(parser) : HexTokens.read(parser, Hash32::parse));
    }
    return topics;
  }

  /** What was read of a log until now. */
  private static final class Members {
    private long blockNumber = -1;
    private long transactionIndex = -1;
    private long logIndex = -1;
    private @Nullable Hash32 blockHash;
    private @Nullable Hash32 transactionHash;
    private @Nullable Address address;
    private @Nullable List<Hash32> topics;
    private @Nullable Bytes data;
  }
}
