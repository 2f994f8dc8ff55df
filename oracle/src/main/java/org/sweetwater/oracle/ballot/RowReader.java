package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.sweetwater.oracle.ballot.HubProblem.Kind;
import org.sweetwater.oracle.ballot.HubProblem.Reason;
import org.sweetwater.oracle.message.HubRows;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Makes signed messages of a hub's rows. Pure; whatever the hub sends, it only has an outcome. */
final class RowReader {
  /** An envelope has at most 100,000 characters, which JSON writes with 6 bytes at most. */
  private static final int MESSAGE_BYTES_MAX = 1_048_576;

  private static final String NO_TYPES =
      "no known types make the id of the row's values: edited on the hub, or changed by it";

  private final HubSpace space;
  private final int messageBytesMax;

  RowReader(HubSpace space) {
    this(space, MESSAGE_BYTES_MAX);
  }

  /**
   * With another limit.
   *
   * @param messageBytesMax the longest message in its archived form, in bytes
   */
  RowReader(HubSpace space, int messageBytesMax) {
    this.space = space;
    this.messageBytesMax = messageBytesMax;
  }

  /**
   * One thing that a hub shows.
   *
   * @param row the proposal or vote; a missing node when the hub has none
   * @param message the message with the signature; a missing node when the hub has none
   * @param source the hub's URL as shown
   */
  record Shown(Hash32 id, JsonNode row, JsonNode message, String source) {}

  RowOutcome<ProposalMessage> proposal(Shown shown) {
    Problems problems = new Problems(Kind.PROPOSAL, shown, shown.id(), "author");
    try {
      return outcome(
          HubRows.rebuild(proposalRow(shown.id(), shown.row()), space.chainId()), shown, problems);
    } catch (MalformedRowException e) {
      return problems.unreadable(Reason.NOT_REBUILDABLE, String.valueOf(e.getMessage()));
    }
  }

  RowOutcome<VoteMessage> vote(Hash32 proposalId, Shown shown) {
    Problems problems = new Problems(Kind.VOTE, shown, proposalId, "voter");
    try {
      HubRows.VoteRow row = voteRow(shown.id(), proposalId, shown.row());
      return outcome(HubRows.rebuild(row, space.chainId()), shown, problems);
    } catch (MalformedRowException e) {
      return problems.unreadable(Reason.NOT_REBUILDABLE, String.valueOf(e.getMessage()));
    }
  }

  private <M extends SnapshotMessage> RowOutcome<M> outcome(
      Optional<M> rebuilt, Shown shown, Problems problems) {
    if (rebuilt.isEmpty()) {
      return problems.unreadable(Reason.NOT_REBUILDABLE, NO_TYPES);
    }
    Optional<Bytes> signature = RowFields.signature(shown.message(), "sig");
    if (signature.isEmpty()) {
      return problems.unreadable(
          Reason.SIGNATURE_MISSING, "sig: expected 0x and pairs of hex digits, found none");
    }
    Optional<Address> signer = RowFields.address(shown.message(), "address");
    if (signer.isEmpty()) {
      return problems.unreadable(
          Reason.SIGNATURE_MISSING, "address: expected the signer's address, found none");
    }
    Received<M> received =
        Received.of(rebuilt.get(), signer.get(), signature.get(), shown.source());
    return received.json().getBytes(UTF_8).length > messageBytesMax
        ? problems.unreadable(Reason.NOT_REBUILDABLE, "longer than any message may be")
        : new RowOutcome.Signed<>(received);
  }

  private HubRows.ProposalRow proposalRow(Hash32 id, JsonNode row) throws MalformedRowException {
    return new HubRows.ProposalRow(
        id,
        RowFields.sender(row, "author"),
        space.id(),
        RowFields.number(row, "created"),
        RowFields.text(row, "type"),
        RowFields.text(row, "title"),
        RowFields.text(row, "body"),
        RowFields.text(row, "discussion"),
        RowFields.texts(row, "choices"),
        RowFields.texts(row, "labels"),
        RowFields.number(row, "start"),
        RowFields.number(row, "end"),
        RowFields.number(row, "snapshot"),
        RowFields.json(row, "plugins"),
        RowFields.text(row, "privacy"),
        RowFields.text(row, "app"));
  }

  private HubRows.VoteRow voteRow(Hash32 id, Hash32 proposalId, JsonNode row)
      throws MalformedRowException {
    JsonNode metadata = RowFields.json(row, "metadata");
    return new HubRows.VoteRow(
        id,
        RowFields.sender(row, "voter"),
        space.id(),
        RowFields.number(row, "created"),
        proposalId.hex(),
        RowFields.json(row, "choice"),
        RowFields.text(row, "reason"),
        RowFields.text(row, "app"),
        metadata.isNull() ? JsonNodeFactory.instance.objectNode() : metadata);
  }

  /** Whose problem it would be; {@code sender} names the row's field that claims to know. */
  private record Problems(Kind kind, Shown shown, Hash32 proposalId, String sender) {
    <M extends SnapshotMessage> RowOutcome<M> unreadable(Reason reason, String detail) {
      Optional<Address> claimed = RowFields.address(shown.row(), sender);
      return new RowOutcome.Unreadable<>(
          new HubProblem(kind, shown.id(), proposalId, claimed, reason, detail));
    }
  }
}
