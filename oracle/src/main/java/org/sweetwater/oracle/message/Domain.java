package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetwater.wrappers.Hash32;

/**
 * An EIP-712 domain. {@code plain} says that it has name and version only, as SnapshotBallot
 * demands; Snapshot also takes envelopes with {@code chainId}, {@code verifyingContract}, {@code
 * salt}.
 */
record Domain(String name, String version, boolean plain, Hash32 separator) {
  static final String NAME = "snapshot";
  static final String VERSION = "0.1.4";

  /** The domain of nearly every Snapshot message. */
  static final Domain SNAPSHOT = snapshot();

  private static final Map<String, String> TYPES = types();

  private static Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("name", "string");
    types.put("version", "string");
    types.put("chainId", "uint256");
    types.put("verifyingContract", "address");
    types.put("salt", "bytes32");
    return types;
  }

  private static Domain snapshot() {
    byte[] type = Keccak.hash("EIP712Domain(string name,string version)".getBytes(UTF_8));
    byte[] name = Keccak.hash(NAME.getBytes(UTF_8));
    byte[] version = Keccak.hash(VERSION.getBytes(UTF_8));
    return new Domain(NAME, VERSION, true, Hash32.of(Keccak.hash(type, name, version)));
  }

  /** Reads a domain object; a key that EIP-712 does not know is refused, as ethers does. */
  static Domain read(JsonNode domain) throws MalformedException {
    for (Map.Entry<String, JsonNode> entry : domain.properties()) {
      if (!TYPES.containsKey(entry.getKey())) {
        throw new MalformedException("domain: unknown key " + Eip712.shown(entry.getKey()));
      }
    }
    String name = domain.path("name").asText();
    String version = domain.path("version").asText();
    if (domain.size() == 2 && name.equals(NAME) && version.equals(VERSION)) {
      return SNAPSHOT;
    }
    List<String> fields = new ArrayList<>();
    TYPES.forEach(
        (field, type) -> {
          if (domain.has(field)) {
            fields.add(type + " " + field);
          }
        });
    TypeSet types = TypeSet.of("EIP712Domain(" + String.join(",", fields) + ")");
    return new Domain(name, version, false, Hash32.of(Eip712.structHash(types, domain)));
  }

  /** The Snapshot domain with a chain id, as some wallets add it. */
  static Domain ofChain(long chainId) {
    ObjectNode domain = JsonNodeFactory.instance.objectNode();
    domain.put("name", NAME).put("version", VERSION).put("chainId", chainId);
    try {
      return read(domain);
    } catch (MalformedException e) {
      throw new IllegalArgumentException("chain id: " + chainId, e);
    }
  }
}
