package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * One real vote from the wallet to the API, byte by byte; docs/vote-to-act.json keeps one for the
 * page of the same name.
 */
record VoteRecord(JsonNode json) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Path file(Checkout checkout) {
    return checkout.root().resolve("docs/vote-to-act.json");
  }

  static VoteRecord read(Path file) {
    try {
      return new VoteRecord(JSON.readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) throws IOException {
    Files.writeString(file, json.toPrettyString() + "\n");
  }

  String text(String pointer) {
    JsonNode value = json.at(pointer);
    if (!value.isValueNode()) {
      throw new IllegalStateException("the record has no value at " + pointer);
    }
    return value.asText();
  }

  Hash32 hash(String pointer) {
    return Hash32.parse(text(pointer));
  }

  Address address(String pointer) {
    return Address.parse(text(pointer));
  }

  Bytes bytes(String pointer) {
    return Bytes.parse(text(pointer));
  }

  long number(String pointer) {
    return Long.parseLong(text(pointer));
  }

  /** The envelope as the hub pins it, on one line as it was hashed there. */
  String envelope() {
    return json.path("envelope").toString();
  }

  /** The envelope as EIP-712 libraries read it: with the type of its domain. */
  String typedData() {
    ObjectNode typed = json.at("/envelope/data").deepCopy();
    typed.put("primaryType", "Vote");
    typed.withObject("/types").withArray("EIP712Domain").add(field("name")).add(field("version"));
    return typed.toString();
  }

  LogEntry log() {
    return new LogEntry(
        new BlockRef(number("/log/blockNumber"), hash("/log/blockHash")),
        hash("/log/transactionHash"),
        0,
        Math.toIntExact(number("/log/logIndex")),
        address("/ballot"),
        List.of(hash("/log/topics/0"), hash("/log/topics/1"), hash("/log/topics/2")),
        bytes("/log/data"));
  }

  private static ObjectNode field(String name) {
    return JSON.createObjectNode().put("name", name).put("type", "string");
  }
}
