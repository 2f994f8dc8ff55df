package org.sweetwater.oracle.ballot;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jdbi.v3.core.ConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.relay.CallState;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * Sees every archived proposal through: open, count, close, execute. The chain is asked anew in
 * each round where a ballot stands, so a step that somebody else has taken is simply there, and one
 * that a reorganisation took back is taken again.
 */
final class BallotKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(BallotKeeper.class);
  private static final Duration RECHECK_MAX = Duration.ofMinutes(1);
  private static final Duration RETRY_FIRST = Duration.ofSeconds(5);

  /** 5 s doubled this often is almost six hours. */
  private static final int RETRY_DOUBLINGS = 12;

  /** How long a proposal that we cannot handle at all rests, so that the others go on. */
  private static final Duration REST = Duration.ofMinutes(1);

  private static final Reason OPENING = new Reason("OPENING", "on its way to the contract");

  /** Reasons that say less than the one that the proposal waited for before. */
  private static final Set<String> ONLY_TIME =
      Set.of(
          "NEW",
          OPENING.code(),
          OpenRule.DATED_AHEAD.name(),
          OpenRule.END_TOO_LATE.name(),
          OpenRule.END_TOO_SOON.name(),
          OpenRule.SNAPSHOT_NOT_PAST.name());

  private final Desk desk;
  private final ProposalVerifier verifier;
  private final VoteCarrier votes;

  BallotKeeper(Desk desk, ProposalVerifier verifier, VoteCarrier votes) {
    this.desk = desk;
    this.verifier = verifier;
    this.votes = votes;
  }

  /**
   * One step for every proposal whose time has come.
   *
   * @return whether another step can be taken at once
   * @throws RetryableException when the node failed for two of them in a row
   */
  boolean advance() {
    int taken = desk.progress().takeUp();
    if (taken > 0) {
      LOG.info("ballot.found: proposals={}", taken);
    }
    boolean hasMore = false;
    Optional<RetryableException> failed = Optional.empty();
    for (Progress progress : desk.progress().due()) {
      switch (tryAdvance(progress)) {
        case Step.Taken step -> {
          hasMore |= step.hasMore();
          failed = Optional.empty();
        }
        case Step.Failed step -> {
          if (failed.isPresent()) {
            throw step.failure();
          }
          failed = Optional.of(step.failure());
        }
      }
    }
    failed.ifPresent(
        failure -> {
          throw failure;
        });
    return hasMore;
  }

  /** How a step for one proposal went. */
  private sealed interface Step {
    /** It was taken; {@code hasMore} says whether another one can be taken at once. */
    record Taken(boolean hasMore) implements Step {}

    /** The node failed. */
    record Failed(RetryableException failure) implements Step {}
  }

  private Step tryAdvance(Progress progress) {
    try {
      return new Step.Taken(advance(progress));
    } catch (RetryableException failure) {
      return new Step.Failed(failure);
    } catch (FatalException | ConnectionException failure) {
      throw failure;
    } catch (RuntimeException bug) {
      // One message that we cannot handle must not keep the others from being carried.
      LOG.error("ballot.failed: ballot={} reason=\"{}\"", progress.id(), bug.getMessage(), bug);
      desk.progress().postpone(progress.id(), now().plus(REST));
      return new Step.Taken(false);
    }
  }

  /** Only votes come in such numbers that one step does not take them all. */
  private boolean advance(Progress progress) {
    BallotState ballot = desk.chain().ballot(progress.id(), BallotChain.View.LATEST);
    switch (ballot.status()) {
      case UNKNOWN -> open(progress);
      case OPEN -> {
        return carry(progress, ballot);
      }
      case PASSED -> execute(progress, ballot);
      case REJECTED, EXECUTED, VETOED, EXPIRED -> finish(progress, ballot);
    }
    return false;
  }

  private void open(Progress progress) {
    Hash32 id = progress.id();
    if (isUnderWay(progress, BallotCall.OPEN)) {
      return;
    }
    SignedProposal signed =
        desk.archive()
            .proposal(id)
            .orElseThrow(
                () ->
                    new FatalException("archive: expected proposal %s, found none".formatted(id)));
    switch (verifier.read(signed)) {
      case ProposalReading.Unfit(Reason reason) -> refuse(progress, reason);
      case ProposalReading.Fit fit -> {
        switch (verifier.judge(fit, ProposalFacts.read(desk.chain(), fit))) {
          case ProposalVerdict.Openable ignored -> {
            desk.progress().note(id, Stage.WAITING, OPENING);
            step(progress, BallotCall.OPEN, tries -> desk.calls().open(fit, tries));
          }
          case ProposalVerdict.Waiting(Reason reason) -> {
            desk.progress().note(id, Stage.WAITING, told(progress, reason));
            desk.progress().postpone(id, now().plus(recheckAfter(progress)));
          }
          case ProposalVerdict.Refused(Reason reason) -> refuse(progress, reason);
        }
      }
    }
  }

  /** A young proposal is looked at in every round, an old one once a minute. */
  private Duration recheckAfter(Progress progress) {
    Duration tenth = Duration.between(progress.firstSeen(), now()).dividedBy(10);
    return tenth.compareTo(RECHECK_MAX) < 0 ? tenth : RECHECK_MAX;
  }

  private void refuse(Progress progress, Reason reason) {
    Reason told = told(progress, reason);
    votes.dismiss(progress);
    desk.progress().note(progress.id(), Stage.REFUSED, told);
    LOG.info("ballot.refused: ballot={} reason={}", progress.id(), told.code());
  }

  /** That time ran out says less than what it ran out for. */
  private static Reason told(Progress progress, Reason reason) {
    Reason last = progress.reason();
    return reason.code().equals(OpenRule.END_TOO_SOON.name()) && !ONLY_TIME.contains(last.code())
        ? last
        : reason;
  }

  private boolean carry(Progress progress, BallotState ballot) {
    Head head = desk.chain().head();
    boolean isCounting = ballot.isCountingAt(head.time());
    desk.progress()
        .note(
            ballot.id(),
            isCounting ? Stage.COUNTING : Stage.CLOSING,
            new Reason("OPEN", "votes may be brought until " + instant(ballot.countUntil())));
    boolean hasMore = votes.carry(progress, ballot, head);
    if (timeAt(head) > ballot.countUntil()) {
      step(progress, BallotCall.CLOSE, tries -> desk.calls().close(ballot.id(), tries));
    }
    return hasMore;
  }

  private void execute(Progress progress, BallotState ballot) {
    desk.progress()
        .note(
            ballot.id(),
            Stage.PASSED,
            new Reason("PASSED", "can be executed from " + instant(ballot.executableAt())));
    if (timeAt(desk.chain().head()) >= ballot.executableAt()) {
      step(progress, BallotCall.EXECUTE, tries -> desk.calls().execute(ballot.id(), tries));
    }
  }

  private void finish(Progress progress, BallotState ballot) {
    BallotState confirmed = desk.chain().ballot(ballot.id(), BallotChain.View.CONFIRMED);
    if (confirmed.status() == ballot.status() && votes.conclude(progress, ballot)) {
      BallotState.Tally tally = ballot.tally();
      String detail =
          "for %d, against %d, abstain %d of quorum %d; %d voters"
              .formatted(
                  tally.votesFor(),
                  tally.votesAgainst(),
                  tally.votesAbstain(),
                  tally.quorum(),
                  tally.voters());
      desk.progress().note(ballot.id(), Stage.DONE, new Reason(ballot.status().name(), detail));
      LOG.info("ballot.done: ballot={} status={} {}", ballot.id(), ballot.status(), detail);
    }
  }

  /** Whether the relay has a step in hand; one that ended without effect is tried again later. */
  private boolean isUnderWay(Progress progress, BallotCall call) {
    Optional<CallState> state =
        desk.jdbi()
            .withHandle(
                handle ->
                    desk.outbox()
                        .find(handle, BallotCalls.keyOf(call, progress.id(), progress.tries())));
    state
        .filter(found -> found.status().isFinal())
        .ifPresent(ended -> retryLater(progress, call, ended));
    return state.isPresent();
  }

  private void step(Progress progress, BallotCall call, IntFunction<OutgoingCall> make) {
    if (isUnderWay(progress, call)) {
      return;
    }
    OutgoingCall outgoing = make.apply(progress.tries());
    desk.jdbi().useTransaction(transaction -> desk.outbox().enqueue(transaction, outgoing));
    LOG.info("ballot.step: ballot={} call={}", progress.id(), call.kind());
  }

  private void retryLater(Progress progress, BallotCall call, CallState ended) {
    int doublings = Math.min(progress.tries(), RETRY_DOUBLINGS);
    Duration pause = RETRY_FIRST.multipliedBy(1L << doublings);
    LOG.warn(
        "ballot.step_without_effect: ballot={} call={} status={} reason=\"{}\" retrySeconds={}",
        progress.id(),
        call.kind(),
        ended.status(),
        ended.reason().orElse("none"),
        pause.toSeconds());
    desk.jdbi()
        .useTransaction(
            transaction -> desk.progress().retry(transaction, progress.id(), now().plus(pause)));
  }

  /**
   * The chain's time, or ours where that is later: a chain without transactions may make no blocks.
   * Only for steps that the relay tries in vain while it is too early.
   */
  private long timeAt(Head head) {
    return Math.max(head.time(), now().getEpochSecond());
  }

  private Instant now() {
    return desk.clock().instant();
  }

  private static Instant instant(long epochSecond) {
    return Instant.ofEpochSecond(epochSecond);
  }
}
