package org.sweetwater.oracle.relay;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
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
          fence(handle, epoch);
          changed(
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
          insert(handle, callId, signed, now);
        });
  }

  /** Stores another transaction for the same nonce, with the same purpose as before. */
  void addAttempt(long epoch, long callId, SignedTransaction signed, Instant now) {
    jdbi.useTransaction(
        handle -> {
          fence(handle, epoch);
          insert(handle, callId, signed, now);
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
          fence(handle, epoch);
          changed(
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
          insert(handle, callId, signed, now);
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
          forgetBlocks(handle, call);
          recordReceipt(handle, hash, "mined", receipt, now);
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
          forgetBlocks(handle, call);
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
          confirm(handle, call, hash, receipt, now);
          end(handle, call.id(), outcome, reason, now);
        });
  }

  /** A call's transaction reverted for good; the call waits for another nonce. */
  void reverted(QueuedCall call, Hash32 hash, Receipt receipt, Instant now) {
    jdbi.useTransaction(
        handle -> {
          confirm(handle, call, hash, receipt, now);
          release(handle, call.id(), "reverts = reverts + 1", now);
        });
  }

  /** Ends a waiting call without a transaction. */
  void ended(long callId, CallStatus outcome, String reason, Instant now) {
    jdbi.useTransaction(handle -> end(handle, callId, outcome, Optional.of(reason), now));
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
          release(handle, call.id(), "reverts = reverts", now);
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
            forgetBlocks(handle, transaction.callId(), new Slot(signed.sender(), signed.nonce()));
          }
          return calls == 1;
        });
  }

  private static void fence(Handle handle, long epoch) {
    int rows =
        handle
            .createUpdate("UPDATE oracle.relay_lease SET epoch = epoch WHERE epoch = :epoch")
            .bind("epoch", epoch)
            .execute();
    if (rows != 1) {
      throw new LeaseLostException(epoch);
    }
  }

  private static void insert(Handle handle, long callId, SignedTransaction signed, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO oracle.outbox_transaction
              (hash, call_id, sender, nonce, purpose, raw, gas_limit, max_fee_per_gas,
               max_priority_fee_per_gas, status, signed_at)
            VALUES (:hash, :call, :sender, :nonce, :purpose, :raw, :gas, :max, :tip, 'signed', :now)
            """)
        .bind("hash", signed.hash().bytes())
        .bind("call", callId)
        .bind("sender", signed.sender().bytes())
        .bind("nonce", signed.nonce())
        .bind("purpose", signed.purpose().sql())
        .bind("raw", signed.raw().bytes())
        .bind("gas", signed.gasLimit())
        .bind("max", new BigDecimal(signed.fees().maxFeePerGas()))
        .bind("tip", new BigDecimal(signed.fees().maxPriorityFeePerGas()))
        .bind("now", now)
        .execute();
  }

  private static void confirm(
      Handle handle, QueuedCall call, Hash32 hash, Receipt receipt, Instant now) {
    Slot slot = call.requireSlot();
    handle
        .createUpdate(
            """
            UPDATE oracle.outbox_transaction
            SET status = 'replaced', block_number = NULL, block_hash = NULL
            WHERE call_id = :call AND sender = :sender AND nonce = :nonce AND hash <> :hash
            """)
        .bind("call", call.id())
        .bind("sender", slot.sender().bytes())
        .bind("nonce", slot.nonce())
        .bind("hash", hash.bytes())
        .execute();
    recordReceipt(handle, hash, receipt.succeeded() ? "confirmed" : "reverted", receipt, now);
  }

  private static void recordReceipt(
      Handle handle, Hash32 hash, String status, Receipt receipt, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE oracle.outbox_transaction
            SET status = :status, block_number = :number, block_hash = :block, gas_used = :gas,
                effective_gas_price = :price, sent_at = coalesce(sent_at, :now)
            WHERE hash = :hash
            """)
        .bind("status", status)
        .bind("number", receipt.block().number())
        .bind("block", receipt.block().hash().bytes())
        .bind("gas", new BigDecimal(receipt.gasUsed()))
        .bind("price", new BigDecimal(receipt.effectiveGasPrice()))
        .bind("hash", hash.bytes())
        .bind("now", now)
        .execute();
  }

  private static void forgetBlocks(Handle handle, QueuedCall call) {
    forgetBlocks(handle, call.id(), call.requireSlot());
  }

  private static void forgetBlocks(Handle handle, long callId, Slot slot) {
    handle
        .createUpdate(
            """
            UPDATE oracle.outbox_transaction
            SET status = 'sent', block_number = NULL, block_hash = NULL, gas_used = NULL,
                effective_gas_price = NULL, offered_at = NULL
            WHERE call_id = :call AND sender = :sender AND nonce = :nonce
              AND status IN ('mined', 'confirmed', 'reverted')
            """)
        .bind("call", callId)
        .bind("sender", slot.sender().bytes())
        .bind("nonce", slot.nonce())
        .execute();
  }

  private static void end(
      Handle handle, long callId, CallStatus outcome, Optional<String> reason, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE oracle.outbox_call
            SET status = :status, reason = :reason, misses = 0, updated_at = :now
            WHERE id = :call
            """)
        .bind("status", outcome.sql())
        .bind("reason", reason)
        .bind("call", callId)
        .bind("now", now)
        .execute();
  }

  private static void release(Handle handle, long callId, String reverts, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE oracle.outbox_call
            SET status = 'waiting', sender = NULL, nonce = NULL, misses = 0,
                cancelled_as = NULL, next_try_at = :now, updated_at = :now, %s
            WHERE id = :call
            """
                .formatted(reverts))
        .bind("call", callId)
        .bind("now", now)
        .execute();
  }

  private static void changed(int rows, long callId) {
    if (rows != 1) {
      throw new IllegalStateException(
          "outbox: expected to change call %d, changed %d rows".formatted(callId, rows));
    }
  }
}
