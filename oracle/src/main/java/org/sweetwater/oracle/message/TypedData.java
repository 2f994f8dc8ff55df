package org.sweetwater.oracle.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A message as a wallet is asked to sign it, in the type set that Snapshot's present client uses.
 *
 * @param message what it says; its id is the digest to sign
 * @param data the {@code data} of an envelope: domain, types and message
 * @see <a href="https://eips.ethereum.org/EIPS/eip-712">EIP-712, eth_signTypedData</a>
 */
public record TypedData(SnapshotMessage message, JsonNode data) {
  /** The name under which our clients sign. */
  static final String APP = "sweetwater";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The typed data of a proposal. */
  public static TypedData of(ProposalDraft draft) {
    return of(Whitelist.proposals().getFirst(), draft.message());
  }

  /** The typed data of a vote. */
  public static TypedData of(VoteDraft draft) {
    return of(Whitelist.votes().getFirst(), draft.message());
  }

  private static TypedData of(TypeSet types, ObjectNode values) {
    try {
      Whitelist.Entry entry = Whitelist.find(types.json()).orElseThrow();
      SnapshotMessage message = MessageReader.read(entry, Domain.SNAPSHOT, values);
      ObjectNode data = JsonNodeFactory.instance.objectNode();
      data.putObject("domain").put("name", Domain.NAME).put("version", Domain.VERSION);
      data.set("types", JSON.readTree(types.json()));
      data.set("message", values);
      return new TypedData(message, data);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The digest to sign: Snapshot's id of the message. */
  public Hash32 id() {
    return message.id();
  }

  /** The second parameter of {@code eth_signTypedData_v4}. */
  public String forWallet() {
    ObjectNode wallet = data.deepCopy();
    ObjectNode types = JsonNodeFactory.instance.objectNode();
    types.putArray("EIP712Domain").add(field("name")).add(field("version"));
    String primaryType = data.path("types").fieldNames().next();
    types.set(primaryType, data.path("types").path(primaryType));
    wallet.set("types", types);
    wallet.put("primaryType", primaryType);
    return PinnedJson.write(wallet);
  }

  /**
   * The envelope that a sequencer takes, as JSON in UTF-8.
   *
   * @param signature {@code 0x} and hex digits
   */
  public byte[] envelope(Address signer, String signature) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("address", signer.checksummed());
    envelope.put("sig", signature);
    envelope.set("data", data);
    return PinnedJson.write(envelope).getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode field(String name) {
    return JsonNodeFactory.instance.objectNode().put("name", name).put("type", "string");
  }
}
