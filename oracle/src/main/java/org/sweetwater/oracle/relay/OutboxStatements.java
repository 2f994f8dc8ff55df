package org.sweetwater.oracle.relay;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sweetwater.oracle.relay.QueuedCall.Slot;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Receipt;

/** The statements that {@link OutboxStore} puts its transactions together from. */
final class OutboxStatements {
  private OutboxStatements() {}

  /** Fails unless this daemon still holds the lease, and keeps others from taking it meanwhile. */
  static void fence(Handle handle, long epoch) {
    int rows =
        handle
            .createUpdate("UPDATE oracle.relay_lease SET epoch = epoch WHERE epoch = :epoch")
            .bind("epoch", epoch)
            .execute();
    if (rows != 1) {
      throw new LeaseLostException(epoch);
    }
  }

  static void insert(Handle handle, long callId, SignedTransaction signed, Instant now) {
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

  static void confirm(Handle handle, QueuedCall call, Hash32 hash, Receipt receipt, Instant now) {
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

  static void recordReceipt(
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

  static void forgetBlocks(Handle handle, QueuedCall call) {
    forgetBlocks(handle, call.id(), call.requireSlot());
  }

  static void forgetBlocks(Handle handle, long callId, Slot slot) {
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

  static void end(
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

  /** Lets a call wait for another nonce. */
  static void release(Handle handle, long callId, int moreReverts, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE oracle.outbox_call
            SET status = 'waiting', sender = NULL, nonce = NULL, misses = 0,
                cancelled_as = NULL, next_try_at = :now, updated_at = :now,
                reverts = reverts + :more
            WHERE id = :call
            """)
        .bind("more", moreReverts)
        .bind("call", callId)
        .bind("now", now)
        .execute();
  }

  static void changed(int rows, long callId) {
    if (rows != 1) {
      throw new IllegalStateException(
          "outbox: expected to change call %d, changed %d rows".formatted(callId, rows));
    }
  }
}
