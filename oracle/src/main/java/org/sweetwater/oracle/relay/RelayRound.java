package org.sweetwater.oracle.relay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.chain.Fees;

/**
 * One look at everything in flight, then at everything due. It keeps nothing between rounds: a
 * daemon that is killed anywhere begins with an ordinary round.
 */
final class RelayRound {
  private static final Logger LOG = LoggerFactory.getLogger(RelayRound.class);

  /** Calls that may be in flight beyond the limit when they are urgent. */
  private static final int URGENT_ROOM = 5;

  private final RelaySession session;
  private final ReceiptTracker receipts;
  private final TransactionSender sender;
  private final BooleanSupplier stopping;

  /**
   * A round of a session.
   *
   * @param stopping looked at before each call, so that a long round ends soon after it says true
   */
  RelayRound(RelaySession session, BooleanSupplier stopping) {
    this.session = session;
    this.stopping = stopping;
    this.receipts = new ReceiptTracker(session);
    this.sender = new TransactionSender(session);
  }

  /** Runs the round; a retryable failure leaves the rest to the next one. */
  void run() {
    Address own = session.signer().sender();
    // The head before the receipts: then a block counted as deep enough is at least that deep.
    long head = session.chain().headNumber();
    restoreRolledBack(own);
    Map<Address, Long> used = new HashMap<>();
    for (QueuedCall call : session.reader().inFlight()) {
      if (stopping.getAsBoolean()) {
        return;
      }
      var slot = call.requireSlot();
      if (slot.nonce() < used.computeIfAbsent(slot.sender(), session.chain()::usedNonces)) {
        receipts.follow(call, head);
      } else {
        sender.keepAlive(call);
      }
    }
    launchDue();
    report(own);
  }

  /** A reorganisation deeper than our confirmations took final transactions back. */
  private void restoreRolledBack(Address own) {
    long used = session.chain().usedNonces(own);
    for (StoredTransaction transaction :
        session.reader().rolledBack(own, used, session.limits().inFlightMax())) {
      boolean reopened = session.store().reopened(transaction, session.clock().instant());
      LOG.warn(
          "relay.deep_rollback: call={} nonce={} hash={} reopened={}; raise confirmations if this"
              + " happens often",
          transaction.callId(),
          transaction.signed().nonce(),
          transaction.signed().hash(),
          reopened);
      if (!reopened) {
        // The call has moved on to another nonce, but this one must not stay a hole before it.
        sender.offer(transaction.signed());
      }
    }
  }

  private void launchDue() {
    int inFlight = session.reader().inFlight().size();
    int most = session.limits().inFlightMax();
    launchDue(true, Math.min(RelayLimits.IN_FLIGHT_LIMIT, most + URGENT_ROOM) - inFlight);
    launchDue(false, most - session.reader().inFlight().size());
  }

  private void launchDue(boolean urgent, int room) {
    if (room <= 0) {
      return;
    }
    List<QueuedCall> due = session.reader().due(session.clock().instant(), urgent, room);
    if (due.isEmpty()) {
      return;
    }
    Fees fees = session.chain().fees();
    for (QueuedCall call : due) {
      if (stopping.getAsBoolean()) {
        return;
      }
      sender.launch(call, fees);
    }
  }

  private void report(Address own) {
    session
        .metrics()
        .update(
            new RelayFigures(
                session.reader().waiting(),
                session.reader().inFlight().size(),
                session.chain().balance(own)));
  }
}
