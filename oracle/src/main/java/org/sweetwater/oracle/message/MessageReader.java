package org.sweetwater.oracle.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.message.EnvelopeOutcome.Reason;
import org.sweetwater.wrappers.Hash32;

/** Turns signed values into a typed message, and computes its id. */
final class MessageReader {
  private final Hash32 id;
  private final TypeSet types;
  private final Domain domain;
  private final ObjectNode message;

  private MessageReader(Hash32 id, TypeSet types, Domain domain, ObjectNode message) {
    this.id = id;
    this.types = types;
    this.domain = domain;
    this.message = message;
  }

  static Reason formatReason(MessageKind kind) {
    return switch (kind) {
      case VOTE, VOTE_ARRAY, VOTE_STRING -> Reason.WRONG_VOTE_FORMAT;
      case PROPOSAL, UPDATE_PROPOSAL -> Reason.WRONG_PROPOSAL_FORMAT;
      case DELETE_PROPOSAL,
          FLAG_PROPOSAL,
          SETTINGS,
          DELETE_SPACE,
          ALIAS,
          REVOKE_ALIAS,
          FOLLOW,
          UNFOLLOW,
          SUBSCRIBE,
          UNSUBSCRIBE,
          PROFILE,
          STATEMENT ->
          Reason.WRONG_MESSAGE_FORMAT;
    };
  }

  static SnapshotMessage read(Whitelist.Entry entry, Domain domain, ObjectNode message)
      throws MalformedException {
    return read(idOf(entry, domain, message), entry, domain, message);
  }

  /** Reads the message if these types and this domain make this id of it. */
  static Optional<SnapshotMessage> readIf(
      Hash32 id, Whitelist.Entry entry, Domain domain, ObjectNode message)
      throws MalformedException {
    return idOf(entry, domain, message).equals(id)
        ? Optional.of(read(id, entry, domain, message))
        : Optional.empty();
  }

  private static Hash32 idOf(Whitelist.Entry entry, Domain domain, ObjectNode message)
      throws MalformedException {
    return Eip712.digest(domain.separator().bytes(), entry.types(), message);
  }

  private static SnapshotMessage read(
      Hash32 id, Whitelist.Entry entry, Domain domain, ObjectNode message)
      throws MalformedException {
    MessageReader reader = new MessageReader(id, entry.types(), domain, message);
    if (entry.kind().isVote()) {
      return reader.vote(entry.kind());
    }
    return switch (entry.kind()) {
      case PROPOSAL -> reader.proposal();
      case DELETE_PROPOSAL -> reader.deletion();
      default ->
          new OtherMessage(
              id,
              entry.kind(),
              reader.text("from"),
              reader.text("space"),
              reader.number("timestamp"),
              domain.plain());
    };
  }

  private ProposalMessage proposal() throws MalformedException {
    return new ProposalMessage(
        id,
        text("from"),
        text("space"),
        number("timestamp"),
        text("type"),
        text("title"),
        text("body"),
        text("discussion"),
        texts("choices"),
        texts("labels"),
        number("start"),
        number("end"),
        number("snapshot"),
        text("plugins"),
        text("privacy"),
        text("app"),
        types.has("address", "from"),
        types.has("string", "privacy"),
        domain.plain());
  }

  private VoteMessage vote(MessageKind kind) throws MalformedException {
    return new VoteMessage(
        id,
        kind,
        text("from"),
        text("space"),
        number("timestamp"),
        text("proposal"),
        choice(kind),
        text("reason"),
        text("app"),
        text("metadata"),
        types.has("address", "from"),
        types.has("bytes32", "proposal"),
        types.has("string", "reason") && types.has("string", "metadata"),
        domain.plain());
  }

  private DeleteProposalMessage deletion() throws MalformedException {
    return new DeleteProposalMessage(
        id, text("from"), text("space"), number("timestamp"), text("proposal"), domain.plain());
  }

  private Choice choice(MessageKind kind) throws MalformedException {
    JsonNode choice = message.path("choice");
    return switch (kind) {
      case VOTE_STRING -> new Choice.Text(choice.textValue());
      case VOTE_ARRAY -> {
        List<String> values = new ArrayList<>();
        choice.forEach(element -> values.add(element.asText()));
        yield new Choice.Indices(values);
      }
      default ->
          choice.isNumber()
              ? new Choice.Index(Eip712.safeInteger(choice, "choice"))
              : new Choice.Quirk(PinnedJson.write(choice));
    };
  }

  /** Only what is signed; the digest has already checked that a signed value is a text. */
  private String text(String name) {
    return types.has(name) ? message.path(name).textValue() : "";
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (types.has(name)) {
      message.path(name).forEach(element -> texts.add(element.textValue()));
    }
    return texts;
  }

  private long number(String name) throws MalformedException {
    return types.has(name) ? Eip712.safeInteger(message.path(name), name) : 0;
  }
}
