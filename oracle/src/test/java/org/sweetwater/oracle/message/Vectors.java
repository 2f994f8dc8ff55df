package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The golden vectors: messages signed with the public Snapshot client and ethers v5. */
final class Vectors {
  private static final JsonNode FILE = load();

  private Vectors() {}

  /** One vector; its name is the JUnit display name. */
  record Vector(JsonNode json) {
    String text(String key) {
      return json.path(key).asText();
    }

    ObjectNode data() {
      return (ObjectNode) json.path("envelope").path("data").deepCopy();
    }

    byte[] envelopeBytes() {
      return json.path("envelope").toString().getBytes(UTF_8);
    }

    @Override
    public String toString() {
      return text("id");
    }
  }

  static Stream<Vector> all() {
    return StreamSupport.stream(FILE.path("vectors").spliterator(), false).map(Vector::new);
  }

  static Vector named(String id) {
    return all().filter(vector -> vector.text("id").equals(id)).findFirst().orElseThrow();
  }

  static JsonNode receipts() {
    return FILE.path("receipts").path("items");
  }

  /** The private key of a public test account. */
  static String privateKey(int account) {
    return FILE.path("accounts").path(account).path("privateKey").asText();
  }

  private static JsonNode load() {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/eip712.json")) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("vectors/eip712.json", e);
    }
  }
}
