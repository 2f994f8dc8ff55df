package org.sweetwater.oracle.hub;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.sweetwater.oracle.message.Choice;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** Remembers why votes and proposals were not taken, so that the API can say so; bounded. */
final class RefusalStore {
  private final Jdbi jdbi;
  private final int kept;

  /**
   * A store.
   *
   * @param kept rows with a verified sender that are kept, and as many with an unverified one
   */
  RefusalStore(Jdbi jdbi, int kept) {
    this.jdbi = jdbi;
    this.kept = kept;
  }

  /**
   * Remembers a refusal of a vote or a proposal; of other messages nothing is kept.
   *
   * @param claimed whether the sender's signature was not verified
   */
  void record(Envelope envelope, Refusal refusal, boolean claimed, Instant seenAt) {
    SnapshotMessage message = envelope.message();
    switch (message) {
      case VoteMessage vote ->
          insert(
              new Row(Optional.of(vote.id()), vote.proposalId(), vote.sender(), choiceOf(vote)),
              refusal,
              claimed,
              seenAt);
      case ProposalMessage proposal ->
          insert(
              new Row(
                  Optional.empty(),
                  Optional.of(proposal.id()),
                  proposal.sender(),
                  Optional.empty()),
              refusal,
              claimed,
              seenAt);
      default -> {}
    }
  }

  private record Row(
      Optional<Hash32> vote,
      Optional<Hash32> proposal,
      Optional<Address> voter,
      Optional<Integer> choice) {}

  private void insert(Row row, Refusal refusal, boolean claimed, Instant seenAt) {
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO oracle.hub_refusal (vote_id, proposal_id, voter, claimed, choice, reason,
                    detail, seen_at)
                  VALUES (:vote, :proposal, :voter, :claimed, :choice, :reason, :detail, :seenAt)
                  ON CONFLICT ON CONSTRAINT hub_refusal_once DO NOTHING
                  """)
              .bindBySqlType("vote", bytes(row.vote().map(Hash32::bytes)), Types.BINARY)
              .bindBySqlType("proposal", bytes(row.proposal().map(Hash32::bytes)), Types.BINARY)
              .bindBySqlType("voter", bytes(row.voter().map(Address::bytes)), Types.BINARY)
              .bind("claimed", claimed)
              .bindBySqlType("choice", row.choice().orElse(null), Types.SMALLINT)
              .bind("reason", refusal.code())
              .bind("detail", refusal.text() + ": " + refusal.detail())
              .bind("seenAt", seenAt.atOffset(ZoneOffset.UTC))
              .execute();
          handle
              .createUpdate(
                  """
                  DELETE FROM oracle.hub_refusal WHERE claimed = :claimed AND seq <= (
                    SELECT seq FROM oracle.hub_refusal WHERE claimed = :claimed
                    ORDER BY seq DESC OFFSET :kept LIMIT 1)
                  """)
              .bind("claimed", claimed)
              .bind("kept", kept)
              .execute();
        });
  }

  private static byte @Nullable [] bytes(Optional<byte[]> bytes) {
    return bytes.orElse(null);
  }

  private static Optional<Integer> choiceOf(VoteMessage vote) {
    return vote.choice() instanceof Choice.Index(long value) && value >= 1 && value <= 3
        ? Optional.of((int) value)
        : Optional.empty();
  }
}
