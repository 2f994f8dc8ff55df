package org.sweetwater.oracle.relay;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.relay.QueuedCall.Slot;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Receipt;

/**
 * What the relay writes into the outbox. Each method is one transaction; what brings a new
 * signature also checks that this daemon still holds the lease.
 */
final class OutboxStore {
  private final Jdbi jdbi;

  OutboxStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Binds a waiting call to a nonce by its first transaction. */
  void assign(long epoch, long callId, SignedTransaction signed, Instant now) {
    jdbi.useTransaction(
        handle -> {
          OutboxStatements.fence(handle, epoch);
          OutboxStatements.changed(
              handle
                  .createUpdate(
                      """
                      UPDATE oracle.outbox_call
                      SET status = 'pending', sender = :sender, nonce = :nonce, tries = 0,
                          reason = NULL, updated_at = :now
                      WHERE id = :call AND status = 'waiting'
                      """)
                  .bind("sender", signed.sender().bytes())
                  .bind("nonce", signed.nonce())
                  .bind("call", callId)
                  .bind("now", now)
                  .execute(),
              callId);
          OutboxStatements.insert(handle, callId, signed, now);
        });
  }

  /** Stores another transaction for the same nonce, with the same purpose as before. */
  void addAttempt(long epoch, long callId, SignedTransaction signed, Instant now) {
    jdbi.useTransaction(
        handle -> {
          OutboxStatements.fence(handle, epoch);
          OutboxStatements.insert(handle, callId, signed, now);
        });
  }

  /** Stores an empty transaction for the same nonce, and what the call becomes by it. */
  void addCancel(
      long epoch,
      long callId,
      SignedTransaction signed,
      CallStatus cancelledAs,
      String reason,
      Instant now) {
    jdbi.useTransaction(
        handle -> {
          OutboxStatements.fence(handle, epoch);
          OutboxStatements.changed(
              handle
                  .createUpdate(
                      """
                      UPDATE oracle.outbox_call
                      SET cancelled_as = :as, reason = :reason, updated_at = :now WHERE id = :call
                      """)
                  .bind("as", cancelledAs.sql())
                  .bind("reason", reason)
                  .bind("call", callId)
                  .bind("now", now)
                  .execute(),
              callId);
          OutboxStatements.insert(handle, callId, signed, now);
        });
  }

  /** Notes that a node was offered a transaction, and whether it took it. */
  void offered(Hash32 hash, boolean taken, Instant now) {
    jdbi.useTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE oracle.outbox_transaction
                    SET offered_at = :now,
                        status = CASE WHEN :taken AND status = 'signed' THEN 'sent' ELSE status END,
                        sent_at = CASE WHEN :taken THEN coalesce(sent_at, :now) ELSE sent_at END
                    WHERE hash = :hash
                    """)
                .bind("now", now)
                .bind("taken", taken)
                .bind("hash", hash.bytes())
                .execute());
  }

  /** Notes the block that a transaction is in; it may still be rolled back. */
  void mined(QueuedCall call, Hash32 hash, Receipt receipt, Instant now) {
    jdbi.useTransaction(
        handle -> {
          OutboxStatements.forgetBlocks(handle, call);
          OutboxStatements.recordReceipt(handle, hash, "mined", receipt, now);
          handle
              .createUpdate(
                  """
                  UPDATE oracle.outbox_call
                  SET status = 'mined', misses = 0, updated_at = :now WHERE id = :call
                  """)
              .bind("call", call.id())
              .bind("now", now)
              .execute();
        });
  }

  /** The block of a call's transaction was rolled back: it is in nobody's chain now. */
  void unmined(QueuedCall call, Instant now) {
    jdbi.useTransaction(
        handle -> {
          OutboxStatements.forgetBlocks(handle, call);
          handle
              .createUpdate(
                  """
                  UPDATE oracle.outbox_call
                  SET status = 'pending', misses = 0, updated_at = :now WHERE id = :call
                  """)
              .bind("call", call.id())
              .bind("now", now)
              .execute();
        });
  }

  /** A call's nonce is used for good by one of its transactions, which ends the call. */
  void finished(
      QueuedCall call,
      Hash32 hash,
      Receipt receipt,
      CallStatus outcome,
      Optional<String> reason,
      Instant now) {
    jdbi.useTransaction(
        handle -> {
          OutboxStatements.confirm(handle, call, hash, receipt, now);
          OutboxStatements.end(handle, call.id(), outcome, reason, now);
        });
  }

  /** A call's transaction reverted for good; the call waits for another nonce. */
  void reverted(QueuedCall call, Hash32 hash, Receipt receipt, Instant now) {
    jdbi.useTransaction(
        handle -> {
          OutboxStatements.confirm(handle, call, hash, receipt, now);
          OutboxStatements.release(handle, call.id(), 1, now);
        });
  }

  /** Ends a waiting call without a transaction. */
  void ended(long callId, CallStatus outcome, String reason, Instant now) {
    jdbi.useTransaction(
        handle -> OutboxStatements.end(handle, callId, outcome, Optional.of(reason), now));
  }

  /** Lets a waiting call wait on. */
  void postponed(long callId, Instant nextTryAt, String reason, Instant now) {
    jdbi.useTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE oracle.outbox_call
                    SET next_try_at = :next, tries = tries + 1, reason = :reason, updated_at = :now
                    WHERE id = :call AND status = 'waiting'
                    """)
                .bind("next", nextTryAt)
                .bind("reason", reason)
                .bind("call", callId)
                .bind("now", now)
                .execute());
  }

  /** Notes that a call's nonce is used but none of its receipts is found. */
  void missed(long callId, Instant now) {
    jdbi.useTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE oracle.outbox_call
                    SET misses = misses + 1, updated_at = :now
                    WHERE id = :call
                    """)
                .bind("call", callId)
                .bind("now", now)
                .execute());
  }

  /** Gives a call's nonce up: something that is not ours used it. The call waits for another. */
  void lost(QueuedCall call, Instant now) {
    Slot slot = call.requireSlot();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  """
                  UPDATE oracle.outbox_transaction
                  SET status = 'lost', block_number = NULL, block_hash = NULL
                  WHERE call_id = :call AND sender = :sender AND nonce = :nonce
                  """)
              .bind("call", call.id())
              .bind("sender", slot.sender().bytes())
              .bind("nonce", slot.nonce())
              .execute();
          OutboxStatements.release(handle, call.id(), 0, now);
        });
  }

  /**
   * Puts a call back under the nonce of its rolled-back transaction.
   *
   * @return whether it is there now; false when the call has gone on under another nonce
   */
  boolean reopened(StoredTransaction transaction, Instant now) {
    SignedTransaction signed = transaction.signed();
    return jdbi.inTransaction(
        handle -> {
          int calls =
              handle
                  .createUpdate(
                      """
                      UPDATE oracle.outbox_call
                      SET status = 'pending', sender = :sender, nonce = :nonce, updated_at = :now
                      WHERE id = :call AND status NOT IN ('pending', 'mined')
                      """)
                  .bind("sender", signed.sender().bytes())
                  .bind("nonce", signed.nonce())
                  .bind("call", transaction.callId())
                  .bind("now", now)
                  .execute();
          if (calls == 1) {
            OutboxStatements.forgetBlocks(
                handle, transaction.callId(), new Slot(signed.sender(), signed.nonce()));
          }
          return calls == 1;
        });
  }
}
