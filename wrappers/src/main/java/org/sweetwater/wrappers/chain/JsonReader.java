package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Turns the objects of JSON-RPC into records; pure. Illegal arguments are the node's fault. */
final class JsonReader {
  private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,64}");

  private JsonReader() {}

  static LogEntry log(JsonNode json) {
    List<Hash32> topics = new ArrayList<>();
    member(json, "topics").forEach(topic -> topics.add(Hash32.parse(text(topic))));
    return new LogEntry(
        blockRef(json),
        hash(json, "transactionHash"),
        Math.toIntExact(number(json, "transactionIndex")),
        Math.toIntExact(number(json, "logIndex")),
        address(json, "address"),
        topics,
        bytes(member(json, "data")));
  }

  static List<LogEntry> logs(JsonNode array) {
    List<LogEntry> logs = new ArrayList<>(array.size());
    array.forEach(log -> logs.add(log(log)));
    return logs;
  }

  /** The logs of a list of receipts. */
  static List<LogEntry> logsOfReceipts(JsonNode receipts) {
    List<LogEntry> logs = new ArrayList<>();
    receipts.forEach(receipt -> logs.addAll(logs(member(receipt, "logs"))));
    return logs;
  }

  static Receipt receipt(JsonNode json) {
    return new Receipt(
        hash(json, "transactionHash"),
        blockRef(json),
        number(json, "status") == 1,
        quantity(member(json, "gasUsed")),
        optional(json, "effectiveGasPrice", JsonReader::quantity).orElse(BigInteger.ZERO),
        address(json, "from"),
        optional(json, "contractAddress", node -> Address.parse(text(node))),
        logs(member(json, "logs")));
  }

  static ChainTransaction transaction(JsonNode json) {
    boolean isMined = json.hasNonNull("blockHash") && json.hasNonNull("blockNumber");
    return new ChainTransaction(
        hash(json, "hash"),
        isMined ? Optional.of(blockRef(json)) : Optional.empty(),
        address(json, "from"),
        optional(json, "to", node -> Address.parse(text(node))),
        quantity(member(json, "nonce")),
        quantity(member(json, "value")),
        bytes(member(json, "input")));
  }

  /** A number as JSON-RPC writes it: {@code 0x} and hex digits. */
  static BigInteger quantity(JsonNode node) {
    return quantity(text(node));
  }

  static BigInteger quantity(String text) {
    if (!QUANTITY.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected a quantity, 0x and hex digits, found \"" + text + "\"");
    }
    return new BigInteger(text.substring(2), 16);
  }

  static long number(JsonNode node) {
    return quantity(node).longValueExact();
  }

  static Bytes bytes(JsonNode node) {
    return Bytes.parse(text(node));
  }

  static String text(JsonNode node) {
    if (!node.isTextual()) {
      throw malformed("text", node);
    }
    return node.textValue();
  }

  private static BlockRef blockRef(JsonNode json) {
    return new BlockRef(number(json, "blockNumber"), hash(json, "blockHash"));
  }

  private static long number(JsonNode json, String name) {
    return number(member(json, name));
  }

  private static Hash32 hash(JsonNode json, String name) {
    return Hash32.parse(text(member(json, name)));
  }

  private static Address address(JsonNode json, String name) {
    return Address.parse(text(member(json, name)));
  }

  private static JsonNode member(JsonNode json, String name) {
    JsonNode member = json.get(name);
    if (member == null || member.isNull()) {
      throw malformed("a member " + name, json);
    }
    return member;
  }

  private static <T> Optional<T> optional(JsonNode json, String name, Function<JsonNode, T> read) {
    return json.hasNonNull(name) ? Optional.of(read.apply(json.get(name))) : Optional.empty();
  }

  private static IllegalArgumentException malformed(String expected, JsonNode found) {
    return new IllegalArgumentException("expected " + expected + ", found " + found);
  }
}
