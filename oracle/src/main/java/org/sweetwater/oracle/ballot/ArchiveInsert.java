package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.sweetwater.oracle.message.MessageKind;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Writes rows of the archive in one transaction; the caller holds the archive's lock. */
final class ArchiveInsert {
  /** Signatures of one message that were not made by the sender's own key. */
  static final int OTHERS_MAX = 3;

  /**
   * Rows under one proposal (or proposals in all) that were not signed by the sender's own key: a
   * hub can make up any number of them without a single key.
   */
  static final int UNPROVEN_MAX = 1_000;

  private final Handle handle;
  private final Instant now;

  /**
   * Inserts within one transaction.
   *
   * @param now when the rows came, in whole microseconds as the database keeps them
   */
  ArchiveInsert(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
  }

  /** A message as a row. */
  record Row(
      Hash32 id,
      String kind,
      Hash32 proposalId,
      Bytes sender,
      boolean isOwn,
      Address signer,
      Bytes signature,
      String json,
      String source) {
    static Row of(Received<?> received, Hash32 proposalId) {
      SnapshotMessage message = received.message();
      return new Row(
          message.id(),
          message.kind() == MessageKind.PROPOSAL ? "proposal" : "vote",
          proposalId,
          Bytes.parse(message.from()),
          received.isOwn(),
          received.signer(),
          received.signature(),
          received.json(),
          received.source());
    }
  }

  /** When the rows came. */
  Instant now() {
    return now;
  }

  /** The place of the newest vote on a proposal in the order of arrival; 0 without any. */
  long lastVote(Hash32 proposalId) {
    return handle
        .createQuery(
            """
            SELECT coalesce(max(seq), 0) FROM oracle.message
            WHERE kind = 'vote' AND proposal_id = :proposal
            """)
        .bind("proposal", proposalId.bytes())
        .mapTo(long.class)
        .one();
  }

  /**
   * Writes rows that were signed by their sender's own key, unless they are known. Nothing limits
   * these, so that one statement takes them all.
   *
   * @return the new ones' places in the order of arrival, by id
   */
  Map<Hash32, Long> own(List<Row> rows) {
    Map<Hash32, Long> places = new HashMap<>();
    if (rows.isEmpty()) {
      return places;
    }
    handle
        .createQuery(
            """
            INSERT INTO oracle.message
              (id, slot, kind, proposal_id, sender, signer_address, signature, message, source,
               first_seen_at)
            SELECT id, 0, kind, proposal_id, signer, signer, signature, message, source, :now
            FROM unnest(:ids, :kinds, :proposals, :signers, :signatures, :messages, :sources)
              WITH ORDINALITY AS own
                (id, kind, proposal_id, signer, signature, message, source, place)
            ORDER BY place
            ON CONFLICT DO NOTHING
            RETURNING id, seq
            """)
        .bind("ids", ColumnArray.bytes(rows, row -> row.id().bytes()))
        .bind("kinds", ColumnArray.texts(rows, Row::kind))
        .bind("proposals", ColumnArray.bytes(rows, row -> row.proposalId().bytes()))
        .bind("signers", ColumnArray.bytes(rows, row -> row.signer().bytes()))
        .bind("signatures", ColumnArray.bytes(rows, row -> row.signature().bytes()))
        .bind("messages", ColumnArray.texts(rows, Row::json))
        .bind("sources", ColumnArray.texts(rows, Row::source))
        .bind("now", now)
        .map((row, context) -> places.put(Hash32.of(row.getBytes(1)), row.getLong(2)))
        .list();
    return places;
  }

  /**
   * Writes a row with another signature, unless it is known, settled, or beyond the limits.
   *
   * @return whether it was written
   */
  boolean other(Row row) {
    return unproven(row) < UNPROVEN_MAX && insertOther(row) == 1;
  }

  private int insertOther(Row row) {
    return handle
        .createUpdate(
            """
            INSERT INTO oracle.message
              (id, slot, kind, proposal_id, sender, signer_address, signature, message, source,
               first_seen_at)
            SELECT :id, 1 + others, :kind, :proposal, :sender, :signer, :signature, :message,
               :source, :now
            FROM (SELECT count(*) FILTER (WHERE slot > 0) AS others,
                    count(*) FILTER (WHERE slot = 0) AS own
                  FROM oracle.message WHERE id = :id) known
            WHERE known.own = 0 AND known.others < :max
            ON CONFLICT DO NOTHING
            """)
        .bind("id", row.id().bytes())
        .bind("kind", row.kind())
        .bind("proposal", row.proposalId().bytes())
        .bind("sender", row.sender().bytes())
        .bind("signer", row.signer().bytes())
        .bind("signature", row.signature().bytes())
        .bind("message", row.json())
        .bind("source", row.source())
        .bind("now", now)
        .bind("max", OTHERS_MAX)
        .execute();
  }

  private int unproven(Row row) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM oracle.message
            WHERE slot > 0 AND kind = :kind AND (kind = 'proposal' OR proposal_id = :proposal)
            """)
        .bind("kind", row.kind())
        .bind("proposal", row.proposalId().bytes())
        .mapTo(int.class)
        .one();
  }
}
