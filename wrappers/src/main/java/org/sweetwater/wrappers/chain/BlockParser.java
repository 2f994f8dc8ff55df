package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Reads a block header from its tokens. Illegal arguments are the node's fault. */
final class BlockParser {
  private static final String WHERE = "block";

  private long number = -1;
  private long timestamp = -1;
  private @Nullable Hash32 hash;
  private @Nullable Hash32 parentHash;
  private BigInteger baseFeePerGas = BigInteger.ZERO;
  private LogsBloom logsBloom = LogsBloom.UNKNOWN;

  private BlockParser() {}

  /** Reads one; the parser is left at its last token. */
  static Block read(JsonParser parser) throws IOException {
    AnswerStream.requireToken(parser, JsonToken.START_OBJECT, "a block");
    BlockParser block = new BlockParser();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      block.member(name, parser);
    }
    return block.made();
  }

  private void member(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "number" -> number = HexTokens.number(parser);
      case "hash" -> hash = HexTokens.read(parser, Hash32::parse);
      case "parentHash" -> parentHash = HexTokens.read(parser, Hash32::parse);
      case "timestamp" -> timestamp = HexTokens.number(parser);
      case "baseFeePerGas" -> baseFeePerGas = HexTokens.quantity(parser);
      case "logsBloom" -> logsBloom = LogsBloom.of(HexTokens.read(parser, Bytes::parse));
      default -> parser.skipChildren();
    }
  }

  private Block made() {
    return new Block(
        HexTokens.required(number, "number", WHERE),
        HexTokens.required(hash, "hash", WHERE),
        HexTokens.required(parentHash, "parentHash", WHERE),
        Instant.ofEpochSecond(HexTokens.required(timestamp, "timestamp", WHERE)),
        baseFeePerGas,
        logsBloom);
  }
}
