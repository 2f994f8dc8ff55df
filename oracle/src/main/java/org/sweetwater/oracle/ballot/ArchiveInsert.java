package org.sweetwater.oracle.ballot;

import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sweetwater.oracle.message.MessageKind;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Writes one row of the archive; the caller holds the archive's lock. */
final class ArchiveInsert {
  /** Signatures of one message that were not made by the sender's own key. */
  static final int OTHERS_MAX = 3;

  /**
   * Rows under one proposal (or proposals in all) that were not signed by the sender's own key: a
   * hub can make up any number of them without a single key.
   */
  static final int UNPROVEN_MAX = 1_000;

  private final InstantSource clock;

  ArchiveInsert(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether the row was written: not when it is known, settled, or beyond the limit. */
  boolean store(Handle handle, Received<?> received, Hash32 proposalId) {
    SnapshotMessage message = received.message();
    Optional<Address> own = ownKey(message, received.signature());
    String kind = message.kind() == MessageKind.PROPOSAL ? "proposal" : "vote";
    if (own.isEmpty() && unproven(handle, kind, proposalId) >= UNPROVEN_MAX) {
      return false;
    }
    return handle
            .createUpdate(
                """
                INSERT INTO oracle.message
                  (id, slot, kind, proposal_id, sender, signer_address, signature, message, source,
                   first_seen_at)
                SELECT :id, CASE WHEN :own THEN 0 ELSE 1 + others END, :kind, :proposal, :sender,
                   :signer, :signature, :message, :source, :now
                FROM (SELECT count(*) FILTER (WHERE slot > 0) AS others,
                        count(*) FILTER (WHERE slot = 0) AS own
                      FROM oracle.message WHERE id = :id) known
                WHERE :own OR (known.own = 0 AND known.others < :max)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", message.id().bytes())
            .bind("own", own.isPresent())
            .bind("kind", kind)
            .bind("proposal", proposalId.bytes())
            .bind("sender", Bytes.parse(message.from()).bytes())
            .bind("signer", own.orElse(received.signer()).bytes())
            .bind("signature", received.signature().bytes())
            .bind("message", MessageJson.write(message))
            .bind("source", received.source())
            .bind("now", clock.instant())
            .bind("max", OTHERS_MAX)
            .execute()
        == 1;
  }

  private static int unproven(Handle handle, String kind, Hash32 proposalId) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM oracle.message
            WHERE slot > 0 AND kind = :kind AND (kind = 'proposal' OR proposal_id = :proposal)
            """)
        .bind("kind", kind)
        .bind("proposal", proposalId.bytes())
        .mapTo(int.class)
        .one();
  }

  /** The sender, if its own key made the signature; whatever the hub says about the signer. */
  private static Optional<Address> ownKey(SnapshotMessage message, Bytes signature) {
    return Signatures.recover(message.id(), signature.hex())
        .map(Signatures.Recovered::signer)
        .filter(signer -> message.sender().equals(Optional.of(signer)));
  }
}
