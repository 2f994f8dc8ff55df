package org.sweetwater.oracle.relay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.relay.SignedTransaction.Purpose;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Receipt;

/**
 * Follows calls whose nonce the chain has used: which of our transactions used it, and is its block
 * deep enough. Receipts are read anew in every round, so a rolled-back block is noticed.
 */
final class ReceiptTracker {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiptTracker.class);

  /**
   * A call that was mined and reverted this often, though the dry run let it through, is given up.
   */
  private static final int REVERTS_MAX = 5;

  /** Rounds in a row without a receipt after which a used nonce is taken as somebody else's. */
  private static final int MISSES_MAX = 20;

  private final RelaySession session;

  ReceiptTracker(RelaySession session) {
    this.session = session;
  }

  void follow(QueuedCall call, long head) {
    List<StoredTransaction> attempts = session.reader().attempts(call);
    for (StoredTransaction attempt : attempts) {
      Optional<Receipt> receipt = session.chain().receipt(attempt.signed().hash());
      if (receipt.isPresent()) {
        found(call, attempt, receipt.get(), head);
        return;
      }
    }
    notFound(call);
  }

  private void found(QueuedCall call, StoredTransaction attempt, Receipt receipt, long head) {
    SignedTransaction signed = attempt.signed();
    Instant now = session.clock().instant();
    if (head - receipt.block().number() < session.limits().confirmations()) {
      boolean isNews =
          call.status() != CallStatus.MINED
              || attempt.block().filter(receipt.block()::equals).isEmpty();
      if (isNews) {
        session.store().mined(call, signed.hash(), receipt, now);
      }
    } else if (signed.purpose() == Purpose.CANCEL) {
      CallStatus outcome =
          call.cancelledAs()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "call %d was cancelled without saying as what".formatted(call.id())));
      finish(call, signed.hash(), receipt, outcome, call.reason());
    } else if (receipt.succeeded()) {
      finish(call, signed.hash(), receipt, CallStatus.DONE, Optional.empty());
    } else if (call.reverts() + 1 >= REVERTS_MAX) {
      String reason = "mined and reverted %d times".formatted(REVERTS_MAX);
      finish(call, signed.hash(), receipt, CallStatus.ABANDONED, Optional.of(reason));
    } else {
      // Somebody was quicker, or the state changed in between: the next dry run says what it means.
      session.store().reverted(call, signed.hash(), receipt, now);
      LOG.warn(
          "relay.reverted: call={} kind={} hash={} block={}",
          call.id(),
          call.call().kind(),
          signed.hash(),
          receipt.block());
    }
  }

  private void finish(
      QueuedCall call, Hash32 hash, Receipt receipt, CallStatus outcome, Optional<String> reason) {
    session.store().finished(call, hash, receipt, outcome, reason, session.clock().instant());
    session.metrics().ended(call.call().kind(), outcome);
    LOG.info(
        "relay.final: call={} kind={} subject={} status={} hash={} block={} gasUsed={}",
        call.id(),
        call.call().kind(),
        call.call().subject(),
        outcome,
        hash,
        receipt.block(),
        receipt.gasUsed());
  }

  /** A node may serve the count long before the receipt; only in time the nonce is given up. */
  private void notFound(QueuedCall call) {
    Instant now = session.clock().instant();
    if (call.misses() + 1 >= MISSES_MAX) {
      session.store().lost(call, now);
      LOG.warn(
          "relay.nonce_taken: call={} nonce={} expected=ours found=a foreign transaction; is the"
              + " relay key used elsewhere?",
          call.id(),
          call.requireSlot().nonce());
    } else {
      session.store().missed(call.id(), now);
    }
  }
}
