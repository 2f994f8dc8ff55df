package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.relay.RevertJudge.Judgement;
import org.sweetwater.oracle.relay.SignedTransaction.Purpose;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.SendOutcome;

/**
 * Signs, stores and offers transactions, in this order: whatever a node may hold is in the table
 * first. A transaction that stays unmined is offered again, and in time replaced.
 */
final class TransactionSender {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionSender.class);

  /** Attempts at one nonce; then a person must look. */
  private static final int ATTEMPTS_MAX = 20;

  private final RelaySession session;

  TransactionSender(RelaySession session) {
    this.session = session;
  }

  /** Tries a waiting call: dry run, then a nonce and a stored transaction, then the node. */
  void launch(QueuedCall queued, Fees suggested) {
    OutgoingCall call = queued.call();
    switch (session.chain().dryRun(session.signer().sender(), call.target(), call.calldata())) {
      case DryRun.Succeeds(var gas) -> sendIfPayable(queued, gas, suggested);
      case DryRun.Reverts(var data) -> refused(queued, session.judge().judge(call, data));
      case DryRun.Fails(var message) -> postpone(queued, message);
    }
  }

  /** Nodes take transactions that nobody can pay for, and keep them for ever. */
  private void sendIfPayable(QueuedCall queued, long gas, Fees suggested) {
    Fees fees = session.feePolicy().first(suggested);
    long gasLimit = session.limits().gasLimitFor(gas);
    BigInteger needed = fees.maxFeePerGas().multiply(BigInteger.valueOf(gasLimit));
    if (needed.signum() == 0
        || session.chain().balance(session.signer().sender()).compareTo(needed) >= 0) {
      sendFirst(queued, gasLimit, fees);
    } else {
      LOG.error(
          "relay.balance_low: account={} neededWei={}; send it money, nothing is sent before",
          session.signer().sender(),
          needed);
      postpone(queued, "the relay's account cannot pay " + needed + " wei");
    }
  }

  private void sendFirst(QueuedCall queued, long gasLimit, Fees fees) {
    OutgoingCall call = queued.call();
    long used = session.chain().usedNonces(session.signer().sender());
    long nonce =
        NonceBook.next(used, session.reader().signedNonces(session.signer().sender(), used));
    SignedTransaction signed =
        session.signer().call(nonce, call.target(), call.calldata(), gasLimit, fees);
    session.store().assign(session.epoch(), queued.id(), signed, session.clock().instant());
    session.metrics().signed(signed.purpose());
    LOG.info(
        "relay.signed: call={} kind={} subject={} nonce={} hash={}",
        queued.id(),
        call.kind(),
        call.subject(),
        nonce,
        signed.hash());
    offer(signed);
  }

  private void refused(QueuedCall queued, Judgement judgement) {
    switch (judgement.meaning()) {
      case NOT_YET -> postpone(queued, judgement.reason());
      case ALREADY_DONE -> end(queued, CallStatus.SUPERSEDED, judgement.reason());
      case NEVER -> end(queued, CallStatus.ABANDONED, judgement.reason());
    }
  }

  private void end(QueuedCall queued, CallStatus outcome, String reason) {
    session.store().ended(queued.id(), outcome, reason, session.clock().instant());
    session.metrics().ended(queued.call().kind(), outcome);
    LOG.info(
        "relay.final: call={} kind={} subject={} status={} reason=\"{}\"",
        queued.id(),
        queued.call().kind(),
        queued.call().subject(),
        outcome,
        reason);
  }

  private void postpone(QueuedCall queued, String reason) {
    Instant now = session.clock().instant();
    Duration wait = session.limits().retry().after(queued.tries() + 1, session.random());
    session.store().postponed(queued.id(), now.plus(wait), reason, now);
    LOG.debug("relay.not_yet: call={} reason=\"{}\"", queued.id(), reason);
  }

  /** Looks after a call whose nonce the chain has not used: offers again, or replaces. */
  void keepAlive(QueuedCall call) {
    if (call.status() == CallStatus.MINED || call.misses() > 0) {
      // The nonce was used and is not any more: the block that used it was rolled back.
      session.store().unmined(call, session.clock().instant());
      LOG.warn("relay.rolled_back: call={} nonce={}", call.id(), call.requireSlot().nonce());
    }
    List<StoredTransaction> attempts = session.reader().attempts(call);
    StoredTransaction newest = attempts.getFirst();
    Instant now = session.clock().instant();
    boolean rests =
        newest
            .offeredAt()
            .filter(offered -> now.isBefore(offered.plus(session.limits().resendInterval())))
            .isPresent();
    if (rests) {
      return;
    }
    SendOutcome outcome = offer(newest.signed());
    if (!now.isBefore(newest.signedAt().plus(session.limits().pendingTimeout()))) {
      overdue(call, newest, attempts.size(), outcome);
    }
  }

  private void overdue(
      QueuedCall call, StoredTransaction newest, int attempts, SendOutcome outcome) {
    if (!newest.signed().sender().equals(session.signer().sender())) {
      // Signed with a key that we no longer have: only the present key can bring it through.
      session.store().lost(call, session.clock().instant());
    } else if (attempts >= ATTEMPTS_MAX) {
      LOG.error(
          "relay.stuck: call={} nonce={} attempts={} answer={}; look at the node and the balance of"
              + " {}",
          call.id(),
          newest.signed().nonce(),
          attempts,
          outcome,
          newest.signed().sender());
    } else if (newest.signed().purpose() == Purpose.CANCEL) {
      replaceOrWait(call, newest.signed(), 0, outcome);
    } else if (outcome instanceof SendOutcome.Refused(var code, var detail)) {
      cancel(
          call, newest.signed(), CallStatus.ABANDONED, "refused with code " + code + ": " + detail);
    } else {
      replaceUnlessPointless(call, newest.signed(), outcome);
    }
  }

  private void replaceUnlessPointless(
      QueuedCall queued, SignedTransaction newest, SendOutcome outcome) {
    OutgoingCall call = queued.call();
    switch (session.chain().dryRun(newest.sender(), call.target(), call.calldata())) {
      case DryRun.Succeeds(var gas) -> replaceOrWait(queued, newest, gas, outcome);
      case DryRun.Reverts(var data) -> {
        Judgement judgement = session.judge().judge(call, data);
        switch (judgement.meaning()) {
          case ALREADY_DONE -> cancel(queued, newest, CallStatus.SUPERSEDED, judgement.reason());
          case NEVER -> cancel(queued, newest, CallStatus.ABANDONED, judgement.reason());
          case NOT_YET -> LOG.debug("relay.not_yet: call={}", queued.id());
        }
      }
      case DryRun.Fails(var message) ->
          LOG.warn("relay.dry_run_failed: call={} answer=\"{}\"", queued.id(), message);
    }
  }

  /** What a node cannot judge now, it would not take with a higher fee either. */
  private void replaceOrWait(
      QueuedCall queued, SignedTransaction newest, long gas, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.NotNow(var code, var detail)) {
      LOG.error(
          "relay.not_taken_for_long: call={} nonce={} code={} answer=\"{}\"; it is offered again,"
              + " look at the node",
          queued.id(),
          newest.nonce(),
          code,
          detail);
    } else {
      replace(queued, newest, gas);
    }
  }

  /** Signs the same with a higher fee; on a gas-free chain an equal one would change nothing. */
  private void replace(QueuedCall queued, SignedTransaction newest, long gas) {
    Optional<Fees> fees = session.feePolicy().bumped(newest.fees(), session.chain().fees());
    if (fees.isEmpty()) {
      LOG.warn(
          "relay.fee_limit: call={} offered={} limit={}; raise maxFeePerGas or wait",
          queued.id(),
          newest.fees().maxFeePerGas(),
          session.limits().maxFeePerGas());
      return;
    }
    long gasLimit = Math.max(newest.gasLimit(), session.limits().gasLimitFor(gas));
    OutgoingCall call = queued.call();
    SignedTransaction next =
        switch (newest.purpose()) {
          case CALL ->
              session
                  .signer()
                  .call(newest.nonce(), call.target(), call.calldata(), gasLimit, fees.get());
          case CANCEL -> session.signer().cancel(newest.nonce(), fees.get());
        };
    if (!next.hash().equals(newest.hash())) {
      session.store().addAttempt(session.epoch(), queued.id(), next, session.clock().instant());
      announceReplacement(queued, newest, next);
      offer(next);
    }
  }

  private void cancel(
      QueuedCall queued, SignedTransaction newest, CallStatus outcome, String reason) {
    Optional<Fees> fees = session.feePolicy().bumped(newest.fees(), session.chain().fees());
    SignedTransaction empty = session.signer().cancel(newest.nonce(), fees.orElse(newest.fees()));
    session
        .store()
        .addCancel(session.epoch(), queued.id(), empty, outcome, reason, session.clock().instant());
    announceReplacement(queued, newest, empty);
    offer(empty);
  }

  private void announceReplacement(
      QueuedCall queued, SignedTransaction before, SignedTransaction next) {
    session.metrics().signed(next.purpose());
    LOG.info(
        "relay.replaced: call={} nonce={} purpose={} before={} now={} maxFeePerGas={}",
        queued.id(),
        next.nonce(),
        next.purpose(),
        before.hash(),
        next.hash(),
        next.fees().maxFeePerGas());
  }

  /** Offers a stored transaction; any answer is normal here, the chain says what became of it. */
  SendOutcome offer(SignedTransaction signed) {
    SendOutcome outcome = session.chain().send(signed.raw());
    boolean taken =
        switch (outcome) {
          case SendOutcome.Accepted(var hash) -> true;
          case SendOutcome.AlreadyKnown(var hash) -> true;
          case SendOutcome.NonceTooLow(var detail) -> true;
          case SendOutcome.NonceTooDistant(var detail) -> notTaken(signed, detail);
          case SendOutcome.ReplacementUnderpriced(var detail) -> notTaken(signed, detail);
          case SendOutcome.FeeTooLow(var detail) -> notTaken(signed, detail);
          case SendOutcome.InsufficientFunds(var detail) -> notTaken(signed, detail);
          case SendOutcome.NotNow(var code, var detail) ->
              notTaken(signed, "code " + code + ": " + detail);
          case SendOutcome.Refused(var code, var detail) ->
              notTaken(signed, "code " + code + ": " + detail);
        };
    session.store().offered(signed.hash(), taken, session.clock().instant());
    return outcome;
  }

  private static boolean notTaken(SignedTransaction signed, String detail) {
    LOG.warn(
        "relay.not_taken: hash={} sender={} nonce={} answer=\"{}\"",
        signed.hash(),
        signed.sender(),
        signed.nonce(),
        detail);
    return false;
  }
}
