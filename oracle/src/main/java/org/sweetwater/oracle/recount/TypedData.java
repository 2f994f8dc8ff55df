package org.sweetwater.oracle.recount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.StructuredDataEncoder;

/**
 * Digests of signed messages by web3j's own EIP-712, of which neither the oracle nor the contract
 * uses a line.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-712">EIP-712</a>
 */
final class TypedData {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> PROPOSAL_TEXTS =
      List.of("space", "type", "title", "body", "discussion", "plugins", "privacy", "app");

  private TypedData() {}

  /** The digest of a vote with one choice number. */
  static Hash32 voteId(ArchivedMessage vote, long choice) {
    ObjectNode message = JSON.objectNode();
    for (String name : List.of("from", "space", "proposal", "reason", "app", "metadata")) {
      message.put(name, vote.text(name));
    }
    message.put("timestamp", vote.number("timestamp")).put("choice", choice);
    return digest(
        "Vote",
        "%s from,string space,uint64 timestamp,%s proposal,uint32 choice,string reason,string app,string metadata"
            .formatted(from(vote), vote.flag("proposalIsBytes32") ? "bytes32" : "string"),
        message);
  }

  /** The digest of a proposal. */
  static Hash32 proposalId(ArchivedMessage proposal) {
    ObjectNode message = JSON.objectNode().put("from", proposal.text("from"));
    PROPOSAL_TEXTS.forEach(name -> message.put(name, proposal.text(name)));
    for (String name : List.of("timestamp", "start", "end", "snapshot")) {
      message.put(name, proposal.number(name));
    }
    message.set("choices", proposal.values().path("choices"));
    message.set("labels", proposal.values().path("labels"));
    return digest(
        "Proposal",
        "%s from,string space,uint64 timestamp,string type,string title,string body,string discussion,string[] choices,string[] labels,uint64 start,uint64 end,uint64 snapshot,string plugins,string privacy,string app"
            .formatted(from(proposal)),
        message);
  }

  private static String from(ArchivedMessage message) {
    return message.flag("fromIsAddress") ? "address" : "string";
  }

  private static Hash32 digest(String type, String fields, JsonNode message) {
    ObjectNode all = JSON.objectNode();
    ObjectNode types = all.putObject("types");
    declare(types.putArray("EIP712Domain"), "string name,string version");
    declare(types.putArray(type), fields);
    all.put("primaryType", type);
    all.putObject("domain").put("name", "snapshot").put("version", "0.1.4");
    all.set("message", message);
    try {
      return Hash32.of(new StructuredDataEncoder(all.toString()).hashStructuredData());
    } catch (IOException e) {
      throw new IllegalStateException("typed data: web3j refuses " + type, e);
    }
  }

  private static void declare(ArrayNode array, String fields) {
    for (String field : List.of(fields.split(",", -1))) {
      String[] pair = field.split(" ", 2);
      array.addObject().put("name", pair[1]).put("type", pair[0]);
    }
  }
}
