package org.sweetwater.oracle.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetwater.wrappers.Hash32;

/**
 * Rebuilds signed messages from the rows that a hub's GraphQL shows: the type set, the domain and
 * the raw form of {@code metadata} and {@code choice} are not in a row, so each is tried until the
 * digest equals the row's id. A match is proof; without one, nothing is known.
 *
 * <p>Fails for values that the hub does not keep as signed: an {@code app} that is not in kebab
 * case, the key order of a weighted choice, a decrypted shutter choice, an edited proposal. Use the
 * pinned envelope ({@code ipfs}) for these.
 */
public final class HubRows {
  private HubRows() {}

  /** A {@code Vote} row; {@code choice} and {@code metadata} as the hub's JSON has them. */
  public record VoteRow(
      Hash32 id,
      String voter,
      String space,
      long created,
      String proposal,
      JsonNode choice,
      String reason,
      String app,
      JsonNode metadata) {}

  /** A {@code Proposal} row; {@code plugins} as the hub's JSON has it. */
  public record ProposalRow(
      Hash32 id,
      String author,
      String space,
      long created,
      String type,
      String title,
      String body,
      String discussion,
      List<String> choices,
      List<String> labels,
      long start,
      long end,
      long snapshot,
      JsonNode plugins,
      String privacy,
      String app) {
    public ProposalRow {
      choices = List.copyOf(choices);
      labels = List.copyOf(labels);
    }
  }

  /**
   * Finds the signed vote behind a row.
   *
   * @param chainId the space's network, tried as the domain's chain id after none
   */
  public static Optional<VoteMessage> rebuild(VoteRow row, long chainId) {
    return rebuild(row, Domain.SNAPSHOT).or(() -> rebuild(row, Domain.ofChain(chainId)));
  }

  private static Optional<VoteMessage> rebuild(VoteRow row, Domain domain) {
    for (TypeSet types : Whitelist.votes()) {
      for (String metadata : metadataForms(row.metadata(), types)) {
        for (JsonNode choice : choiceForms(row.choice(), types)) {
          ObjectNode message = message(row, metadata, choice);
          Optional<SnapshotMessage> found = match(row.id(), domain, types, message);
          if (found.isPresent()) {
            return found.map(VoteMessage.class::cast);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Finds the signed proposal behind a row; the first argument of an edited row never matches. */
  public static Optional<ProposalMessage> rebuild(ProposalRow row, long chainId) {
    ObjectNode message = message(row, chainId);
    for (Domain domain : List.of(Domain.SNAPSHOT, Domain.ofChain(chainId))) {
      for (TypeSet types : Whitelist.proposals()) {
        Optional<SnapshotMessage> found = match(row.id(), domain, types, message);
        if (found.isPresent()) {
          return found.map(ProposalMessage.class::cast);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<SnapshotMessage> match(
      Hash32 id, Domain domain, TypeSet types, ObjectNode message) {
    try {
      return MessageReader.readIf(id, Whitelist.find(types.json()).orElseThrow(), domain, message);
    } catch (MalformedException e) {
      // This type set cannot hold these values (say, a text choice under uint32): not this one.
      return Optional.empty();
    }
  }

  private static Set<String> metadataForms(JsonNode metadata, TypeSet types) {
    Set<String> forms = new LinkedHashSet<>();
    if (types.has("string", "metadata")) {
      forms.add(PinnedJson.write(metadata));
      forms.add("{}");
    }
    forms.add("");
    return forms;
  }

  private static List<JsonNode> choiceForms(JsonNode choice, TypeSet types) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return types.has("string", "choice")
        ? List.of(choice, json.textNode(PinnedJson.write(choice)))
        : List.of(choice);
  }

  private static ObjectNode message(VoteRow row, String metadata, JsonNode choice) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("from", row.voter());
    message.put("space", row.space());
    message.put("timestamp", row.created());
    message.put("proposal", row.proposal());
    message.set("choice", choice);
    message.put("reason", row.reason());
    message.put("app", row.app());
    message.put("metadata", metadata);
    return message;
  }

  private static ObjectNode message(ProposalRow row, long chainId) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("from", row.author());
    message.put("space", row.space());
    message.put("timestamp", row.created());
    message.put("type", row.type());
    message.put("title", row.title());
    message.put("body", row.body());
    message.put("discussion", row.discussion());
    message.set("choices", array(row.choices()));
    message.set("labels", array(row.labels()));
    message.put("start", row.start());
    message.put("end", row.end());
    message.put("snapshot", row.snapshot());
    message.put("network", String.valueOf(chainId));
    message.put("plugins", PinnedJson.write(row.plugins()));
    message.put("privacy", row.privacy());
    message.put("app", row.app());
    return message;
  }

  private static ArrayNode array(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
