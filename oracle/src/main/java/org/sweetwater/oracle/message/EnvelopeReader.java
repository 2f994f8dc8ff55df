package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.Set;
import org.sweetwater.oracle.message.EnvelopeOutcome.Parsed;
import org.sweetwater.oracle.message.EnvelopeOutcome.Reason;
import org.sweetwater.oracle.message.EnvelopeOutcome.Refused;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** Reads and checks an envelope in the order in which Snapshot's sequencer does. */
final class EnvelopeReader {
  /** The deepest envelope a client makes has 5 levels. */
  private static final int DEPTH_MAX = 12;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(100)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Set<String> TOP = Set.of("address", "sig", "hash", "data");
  private static final Set<String> DATA = Set.of("domain", "types", "message", "primaryType");

  private Reason stage = Reason.WRONG_ENVELOPE_FORMAT;

  EnvelopeOutcome read(byte[] body) {
    try {
      return new Parsed(envelope(tree(body)));
    } catch (MalformedException e) {
      return new Refused(stage, String.valueOf(e.getMessage()));
    }
  }

  private static ObjectNode tree(byte[] body) throws MalformedException {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return object(JSON.readTree(text), "body");
    } catch (CharacterCodingException e) {
      throw new MalformedException("body: not UTF-8");
    } catch (JsonProcessingException e) {
      throw new MalformedException("body: not JSON as expected: " + firstLine(e));
    }
  }

  private static String firstLine(JsonProcessingException e) {
    String line = e.getOriginalMessage().lines().findFirst().orElse("");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  private Envelope envelope(ObjectNode body) throws MalformedException {
    onlyKeys(body, TOP, "envelope");
    ObjectNode data = object(body.path("data"), "data");
    onlyKeys(data, DATA, "data");
    checkValues(body);
    ObjectNode domain = object(data.path("domain"), "data.domain");
    ObjectNode types = object(data.path("types"), "data.types");
    ObjectNode message = object(data.path("message"), "data.message");
    Address address = checksummed(string(body, "address"), "address");
    String signature = string(body, "sig");
    checkSender(string(message, "from"));
    Eip712.safeInteger(message.path("timestamp"), "message.timestamp");
    if (data.has("primaryType")) {
      string(data, "primaryType");
    }
    checkSize(body);
    Domain read = domain(domain);
    Whitelist.Entry entry = whitelisted(types);
    stage = MessageReader.formatReason(entry.kind());
    SnapshotMessage parsed = MessageReader.read(entry, read, message);
    stage = Reason.WRONG_ENVELOPE_FORMAT;
    checkHash(body, parsed.id());
    return new Envelope(address, signature, parsed, pinned(body, data, parsed.id()));
  }

  private void checkSize(ObjectNode body) throws MalformedException {
    int length = PinnedJson.write(body).length();
    if (length > Envelope.CHARS_MAX) {
      stage = Reason.TOO_LARGE;
      throw new MalformedException(
          "envelope: at most %d characters, found %d".formatted(Envelope.CHARS_MAX, length));
    }
  }

  private Domain domain(ObjectNode domain) throws MalformedException {
    stage = Reason.WRONG_DOMAIN;
    String name = string(domain, "name");
    String version = string(domain, "version");
    if (!name.equals(Domain.NAME) || !version.equals(Domain.VERSION)) {
      throw new MalformedException(
          "domain: expected %s %s, found %s %s"
              .formatted(Domain.NAME, Domain.VERSION, Eip712.shown(name), Eip712.shown(version)));
    }
    return Domain.read(domain);
  }

  private Whitelist.Entry whitelisted(ObjectNode types) throws MalformedException {
    stage = Reason.WRONG_TYPES;
    types.remove("EIP712Domain");
    Optional<Whitelist.Entry> entry = Whitelist.find(PinnedJson.write(types));
    if (entry.isEmpty()) {
      throw new MalformedException(
          "types: not a type set that Snapshot accepts; sign with snapshot.js or sx.js");
    }
    return entry.get();
  }

  private static void checkHash(ObjectNode body, Hash32 id) throws MalformedException {
    if (body.has("hash") && !string(body, "hash").equals(id.hex())) {
      throw new MalformedException(
          "hash: expected the id %s, found %s".formatted(id, Eip712.shown(string(body, "hash"))));
    }
  }

  private static String pinned(ObjectNode body, ObjectNode data, Hash32 id) {
    ObjectNode pinned = JsonNodeFactory.instance.objectNode();
    pinned.set("address", body.get("address"));
    pinned.set("sig", body.get("sig"));
    pinned.put("hash", id.hex());
    pinned.set("data", data);
    return PinnedJson.write(pinned);
  }

  private static void onlyKeys(ObjectNode object, Set<String> known, String name)
      throws MalformedException {
    for (var entry : object.properties()) {
      if (!known.contains(entry.getKey())) {
        throw new MalformedException(name + ": unknown property " + Eip712.shown(entry.getKey()));
      }
    }
  }

  /** No number beyond a double's range, no U+0000, at any depth. */
  private static void checkValues(JsonNode node) throws MalformedException {
    if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      throw new MalformedException("body: a number beyond the range of a double");
    }
    if (node.isTextual() && node.textValue().indexOf('\0') >= 0) {
      throw new MalformedException("body: a text with the character U+0000");
    }
    for (var entry : node.properties()) {
      if (entry.getKey().indexOf('\0') >= 0) {
        throw new MalformedException("body: a key with the character U+0000");
      }
    }
    for (JsonNode child : node) {
      checkValues(child);
    }
  }

  private static ObjectNode object(JsonNode node, String name) throws MalformedException {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedException(name + ": expected an object, found " + Eip712.kindOf(node));
  }

  private static String string(ObjectNode object, String key) throws MalformedException {
    JsonNode value = object.path(key);
    if (value.isTextual()) {
      return value.textValue();
    }
    throw new MalformedException(key + ": expected a string, found " + Eip712.kindOf(value));
  }

  private static Address checksummed(String text, String name) throws MalformedException {
    try {
      return Address.parseChecksummed(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(name + ": " + e.getMessage());
    }
  }

  /** An Ethereum address, or a Starknet one padded to 66 characters, as an alias' owner. */
  private static void checkSender(String from) throws MalformedException {
    if (from.length() != 66 || !from.matches("0x0[0-9a-f]{63}")) {
      checksummed(from, "message.from");
    }
  }
}
