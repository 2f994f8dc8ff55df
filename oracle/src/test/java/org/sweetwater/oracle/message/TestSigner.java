package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** An account with its key, which signs Snapshot messages as the public client does. */
public final class TestSigner {
  /** The space of the tests. */
  public static final String SPACE = "test.eth";

  /** The vote types of today's client. */
  public static final String VOTE =
      "Vote(string from,string space,uint64 timestamp,string proposal,uint32 choice,string"
          + " reason,string app,string metadata)";

  /** The proposal types of today's client. */
  public static final String PROPOSAL =
      "Proposal(string from,string space,uint64 timestamp,string type,string title,string"
          + " body,string discussion,string[] choices,string[] labels,uint64 start,uint64"
          + " end,uint64 snapshot,string plugins,string privacy,string app)";

  /** The deletion types of today's client. */
  public static final String CANCEL =
      "CancelProposal(string from,string space,uint64 timestamp,string proposal)";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int SEED = 0x5765;

  private final SigningKey key;

  private TestSigner(SigningKey key) {
    this.key = key;
  }

  /** The test account of this number; the same in every run. */
  public static TestSigner of(int number) {
    return new TestSigner(
        SigningKey.of(Keccak.hash(("test account " + SEED + " " + number).getBytes(UTF_8))));
  }

  /** The account. */
  public Address address() {
    return key.address();
  }

  /** A vote's message, ready to be changed and signed. */
  public ObjectNode vote(Hash32 proposal, int choice, long timestamp) {
    ObjectNode message = JSON.objectNode();
    message.put("space", SPACE).put("proposal", proposal.hex()).put("choice", choice);
    message.put("timestamp", timestamp).put("app", "sweetwater").put("reason", "because");
    return message.put("metadata", "{}").put("from", address().checksummed());
  }

  /** The message of a proposal that can open: dated 310 s after its start. */
  public ObjectNode proposal(CommittedCall call, Hash32 action, long timestamp, long end) {
    ObjectNode message = JSON.objectNode();
    message.put("space", SPACE).put("type", "basic").put("title", "Raise the limit");
    message.put("body", "Please.\n\n" + call.format() + "\n\nThanks.").put("discussion", "");
    ArrayNode choices = message.putArray("choices");
    List.of("For", "Against", "Abstain").forEach(choices::add);
    message.putArray("labels");
    message.put("start", timestamp - 310).put("end", end).put("snapshot", 100);
    message.put("plugins", CommittedCall.plugins(action)).put("privacy", "");
    message.put("app", "sweetwater").put("timestamp", timestamp);
    return message.put("from", address().checksummed());
  }

  /** A deletion's message. */
  public ObjectNode cancel(Hash32 proposal, long timestamp) {
    ObjectNode message = JSON.objectNode();
    message.put("space", SPACE).put("proposal", proposal.hex()).put("timestamp", timestamp);
    return message.put("from", address().checksummed());
  }

  /** The signed envelope of a message. */
  public ObjectNode envelope(String encodeType, JsonNode message) {
    return envelope(encodeType, message, domain -> {});
  }

  /** The signed envelope of a message under a changed domain. */
  public ObjectNode envelope(String encodeType, JsonNode message, Consumer<ObjectNode> change) {
    TypeSet types = TypeSet.of(encodeType);
    ObjectNode envelope = JSON.objectNode();
    envelope.put("address", address().checksummed());
    ObjectNode data = JSON.objectNode();
    ObjectNode domain = data.putObject("domain").put("name", "snapshot").put("version", "0.1.4");
    change.accept(domain);
    ArrayNode fields = data.putObject("types").putArray(types.primaryType());
    types
        .fields()
        .forEach(field -> fields.addObject().put("name", field.name()).put("type", field.type()));
    data.set("message", message);
    envelope.put("sig", key.sign(digest(domain, types, message)).hex());
    envelope.set("data", data);
    return envelope;
  }

  /** The signed envelope as the bytes that a wallet posts. */
  public byte[] post(String encodeType, JsonNode message) {
    return bytes(envelope(encodeType, message));
  }

  /** JSON as bytes. */
  public static byte[] bytes(JsonNode json) {
    try {
      return new JsonMapper().writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The account's key. */
  public SigningKey key() {
    return key;
  }

  private static Hash32 digest(ObjectNode domain, TypeSet types, JsonNode message) {
    try {
      return Eip712.digest(Domain.read(domain).separator().bytes(), types, message);
    } catch (MalformedException unhashable) {
      // A hostile message that no wallet could sign: any signature will do for it.
      return Hash32.of(Keccak.hash(message.toString().getBytes(UTF_8)));
    }
  }
}
