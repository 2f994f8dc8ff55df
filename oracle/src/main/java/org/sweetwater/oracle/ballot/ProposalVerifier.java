package org.sweetwater.oracle.ballot;

import java.util.Optional;
import org.sweetwater.oracle.message.BallotProposal;
import org.sweetwater.oracle.message.NotCountable;
import org.sweetwater.oracle.message.ProposalForm;
import org.sweetwater.oracle.message.SignatureOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;

/**
 * Checks everything that {@code open} checks, so that no transaction is wasted and the author
 * learns why. Pure: what the chain knows comes in as {@link ProposalFacts}.
 *
 * <p>Only what can never change refuses for good. What a state might change, or a reorganisation,
 * lets the proposal wait until its window has passed.
 */
final class ProposalVerifier {
  private static final long AHEAD_SECONDS_MAX = 300;
  private static final long END_SECONDS_MAX = 14L * 24 * 3600;
  private static final int SELECTOR = 4;

  /**
   * How long after its window a proposal is given up: somebody else may have opened it in time, and
   * a node that lags shows it late.
   */
  private static final long SETTLED_SECONDS = 60;

  private static final int OPEN_BALLOTS_MAX = 3;

  /** The code of an EIP-7702 account: this prefix and the address of its delegate. */
  private static final Bytes DELEGATION_PREFIX = Bytes.parse("0xef0100");

  private static final int DELEGATION_LENGTH = 23;

  private final Deployment deployment;

  ProposalVerifier(Deployment deployment) {
    this.deployment = deployment;
  }

  /** What the signed message says by itself. */
  ProposalReading read(SignedProposal signed) {
    Bytes signature = signed.signature();
    // A hub may name a wrong signer; what counts is who speaks.
    Address author = signed.message().sender().orElse(signed.signer());
    return switch (ProposalForm.of(signed.message(), author, deployment.space())) {
      case ProposalForm.Refused(NotCountable reason, String found) ->
          new ProposalReading.Unfit(Reason.of(reason, found));
      case ProposalForm.OnChain form ->
          switch (Signatures.check(form.proposal().id(), signature.hex(), author)) {
            case SignatureOutcome.SignedByKey(var compact) ->
                new ProposalReading.Fit(form, Bytes.of(compact.bytes()), true);
            case SignatureOutcome.SignedByOther ignored ->
                new ProposalReading.Fit(form, signature, false);
            case SignatureOutcome.Opaque ignored -> new ProposalReading.Fit(form, signature, false);
            case SignatureOutcome.Unreadable(String detail) ->
                new ProposalReading.Unfit(Reason.of(NotCountable.SIGNATURE_INVALID, detail));
          };
    };
  }

  /** Whether it can be opened now. */
  ProposalVerdict judge(ProposalReading.Fit reading, ProposalFacts facts) {
    return refusal(reading, facts)
        .<ProposalVerdict>map(ProposalVerdict.Refused::new)
        .or(() -> callObstacle(reading, facts).map(ProposalVerdict.Waiting::new))
        .or(() -> timeObstacle(reading.proposal(), facts).map(ProposalVerdict.Waiting::new))
        .or(() -> authorObstacle(reading, facts).map(ProposalVerdict.Waiting::new))
        .orElseGet(ProposalVerdict.Openable::new);
  }

  private static Optional<Reason> refusal(ProposalReading.Fit reading, ProposalFacts facts) {
    BallotProposal proposal = reading.proposal();
    if (reading.call().data().size() < SELECTOR) {
      return reason(OpenRule.DATA_TOO_SHORT, "data " + reading.call().data());
    }
    return endsTooSoon(proposal, facts, SETTLED_SECONDS);
  }

  /** Whether the window is over, and has been for some time. */
  private static Optional<Reason> endsTooSoon(
      BallotProposal proposal, ProposalFacts facts, long sinceSeconds) {
    long left = proposal.end() - facts.head().time();
    if (left + sinceSeconds < facts.windowSeconds() || left + sinceSeconds < 0) {
      return reason(
          OpenRule.END_TOO_SOON, "window %d s, %d s left".formatted(facts.windowSeconds(), left));
    }
    return Optional.empty();
  }

  private Optional<Reason> callObstacle(ProposalReading.Fit reading, ProposalFacts facts) {
    Address target = reading.call().target();
    if (facts.targetCode().isEmpty() || isDelegated(facts.targetCode())) {
      return reason(OpenRule.TARGET_NOT_A_CONTRACT, "target " + target);
    }
    if (!reading
        .form()
        .commitsTo(deployment.chainId(), deployment.ballot(), facts.targetCodeHash())) {
      return Optional.of(
          Reason.of(
              NotCountable.CALL_MISMATCH,
              "chain %d, ballot %s, target %s"
                  .formatted(deployment.chainId(), deployment.ballot(), target)));
    }
    if (facts.actionExecuted()) {
      return reason(OpenRule.ACTION_EXECUTED, "action " + reading.form().action());
    }
    if (facts.track() == 0) {
      return reason(
          OpenRule.CALL_NOT_LISTED,
          "target %s, selector %s".formatted(target, reading.call().data().slice(0, SELECTOR)));
    }
    return Optional.empty();
  }

  private static Optional<Reason> timeObstacle(BallotProposal proposal, ProposalFacts facts) {
    Head head = facts.head();
    if (proposal.timestamp() > head.time() + AHEAD_SECONDS_MAX) {
      return reason(
          OpenRule.DATED_AHEAD,
          "timestamp %d, chain time %d".formatted(proposal.timestamp(), head.time()));
    }
    Optional<Reason> tooSoon = endsTooSoon(proposal, facts, 0);
    if (tooSoon.isPresent()) {
      return tooSoon;
    }
    if (proposal.end() - head.time() > END_SECONDS_MAX) {
      return reason(
          OpenRule.END_TOO_LATE, "end %d, chain time %d".formatted(proposal.end(), head.time()));
    }
    if (proposal.snapshot() >= head.number()) {
      return reason(
          OpenRule.SNAPSHOT_NOT_PAST,
          "snapshot %d, newest block %d".formatted(proposal.snapshot(), head.number()));
    }
    long oldest = head.number() - facts.rules().snapshotAgeMax();
    if (proposal.snapshot() < oldest) {
      return reason(
          OpenRule.SNAPSHOT_TOO_OLD,
          "snapshot %d, oldest %d".formatted(proposal.snapshot(), oldest));
    }
    return Optional.empty();
  }

  private static Optional<Reason> authorObstacle(ProposalReading.Fit reading, ProposalFacts facts) {
    BallotProposal proposal = reading.proposal();
    if (facts.totalPower() < facts.rules().electorateMin()) {
      return reason(
          OpenRule.ELECTORATE_TOO_SMALL,
          "%d nodes, expected %d".formatted(facts.totalPower(), facts.rules().electorateMin()));
    }
    if (facts.authorPower() == 0) {
      return reason(
          OpenRule.AUTHOR_HAS_NO_NODE,
          "author %s, snapshot %d".formatted(proposal.author(), proposal.snapshot()));
    }
    if (facts.openBallots() >= OPEN_BALLOTS_MAX) {
      return reason(OpenRule.TOO_MANY_OPEN_BALLOTS, "author " + proposal.author());
    }
    if (!reading.signedByKey() && !facts.authorAccepts()) {
      // The archive may yet get another signature, and a wallet may yet accept this one.
      return Optional.of(Reason.of(NotCountable.SIGNATURE_INVALID, "author " + proposal.author()));
    }
    return Optional.empty();
  }

  private static boolean isDelegated(Bytes code) {
    return code.size() == DELEGATION_LENGTH && code.slice(0, 3).equals(DELEGATION_PREFIX);
  }

  private static Optional<Reason> reason(OpenRule rule, String found) {
    return Optional.of(Reason.of(rule, found));
  }
}
