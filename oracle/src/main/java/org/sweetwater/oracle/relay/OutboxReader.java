package org.sweetwater.oracle.relay;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.relay.QueuedCall.Slot;
import org.sweetwater.wrappers.Address;

/** What the relay reads from the outbox. */
final class OutboxReader {
  private final Jdbi jdbi;

  OutboxReader(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Calls that a nonce carries, in the order of the nonces. */
  List<QueuedCall> inFlight() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM oracle.outbox_call
                    WHERE status IN ('pending', 'mined') ORDER BY sender, nonce
                    """)
                .map((row, context) -> OutboxRows.call(row))
                .list());
  }

  /** Waiting calls whose time has come, urgent ones or the others, oldest first. */
  List<QueuedCall> due(Instant now, boolean urgent, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM oracle.outbox_call
                    WHERE status = 'waiting' AND urgent = :urgent AND next_try_at <= :now
                    ORDER BY id LIMIT :limit
                    """)
                .bind("now", now)
                .bind("urgent", urgent)
                .bind("limit", limit)
                .map((row, context) -> OutboxRows.call(row))
                .list());
  }

  /** How many calls wait, due or not. */
  int waiting() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM oracle.outbox_call WHERE status = 'waiting'")
                .mapTo(Integer.class)
                .one());
  }

  /** What was signed for a call's present nonce, newest first. */
  List<StoredTransaction> attempts(QueuedCall call) {
    Slot slot = call.requireSlot();
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM oracle.outbox_transaction
                    WHERE call_id = :call AND sender = :sender AND nonce = :nonce
                    ORDER BY attempt DESC
                    """)
                .bind("call", call.id())
                .bind("sender", slot.sender().bytes())
                .bind("nonce", slot.nonce())
                .map((row, context) -> OutboxRows.transaction(row))
                .list());
  }

  /** Nonces from {@code from} on that have a transaction which may still be mined. */
  Set<Long> signedNonces(Address sender, long from) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT DISTINCT nonce FROM oracle.outbox_transaction
                    WHERE sender = :sender AND nonce >= :from AND status <> 'lost'
                    """)
                .bind("sender", sender.bytes())
                .bind("from", from)
                .mapTo(Long.class)
                .set());
  }

  /** Transactions that were final under nonces which the chain no longer has as used. */
  List<StoredTransaction> rolledBack(Address sender, long usedBelow, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM oracle.outbox_transaction
                    WHERE sender = :sender AND nonce >= :from AND status IN ('confirmed', 'reverted')
                    ORDER BY nonce LIMIT :limit
                    """)
                .bind("sender", sender.bytes())
                .bind("from", usedBelow)
                .bind("limit", limit)
                .map((row, context) -> OutboxRows.transaction(row))
                .list());
  }
}
