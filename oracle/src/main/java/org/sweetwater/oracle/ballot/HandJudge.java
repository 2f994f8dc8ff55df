package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.util.List;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SignatureOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.VoteForm;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/** What the contract would make of one signed message now, with the reason when it would not. */
final class HandJudge {
  private final Deployment deployment;
  private final BallotChain chain;
  private final ProposalVerifier verifier;

  HandJudge(Deployment deployment, BallotChain chain) {
    this.deployment = deployment;
    this.chain = chain;
    this.verifier = new ProposalVerifier(deployment);
  }

  /** What {@code open} would make of a signed proposal. */
  HandOver open(Envelope envelope) {
    if (!(envelope.message() instanceof ProposalMessage proposal)) {
      return new HandOver.Refused(
          "NOT_A_PROPOSAL", "expected a proposal, found " + envelope.message().kind());
    }
    if (ballot(proposal.id()).status() != BallotStatus.UNKNOWN) {
      return new HandOver.Done("the ballot is open already");
    }
    Bytes signature = Signatures.bytes(envelope.signature()).orElse(Bytes.EMPTY);
    // When it reached us plays no part in whether it opens.
    SignedProposal signed =
        new SignedProposal(proposal, envelope.address(), signature, Instant.EPOCH);
    return switch (verifier.read(signed)) {
      case ProposalReading.Unfit(Reason reason) -> refused(reason);
      case ProposalReading.Fit fit ->
          switch (verifier.judge(fit, ProposalFacts.read(chain, fit))) {
            case ProposalVerdict.Refused(Reason reason) -> refused(reason);
            case ProposalVerdict.Waiting(Reason reason) -> refused(reason);
            case ProposalVerdict.Openable ignored ->
                new HandOver.Ready(BallotAbi.open(fit.proposal(), fit.signature(), fit.call()));
          };
    };
  }

  /** What {@code count}, or {@code countContractVote}, would make of a signed vote. */
  HandOver count(Envelope envelope) {
    if (!(envelope.message() instanceof VoteMessage vote)) {
      return new HandOver.Refused(
          "NOT_A_VOTE", "expected a vote, found " + envelope.message().kind());
    }
    return switch (VoteForm.of(vote, envelope.address(), deployment.space())) {
      case VoteForm.Refused(var reason, String found) -> refused(Reason.of(reason, found));
      case VoteForm.OnChain(BallotVote countable) -> count(countable, envelope.signature());
    };
  }

  private HandOver count(BallotVote vote, String signature) {
    BallotState ballot = ballot(vote.proposalId());
    if (ballot.status() == BallotStatus.UNKNOWN) {
      return new HandOver.Refused(
          "BALLOT_NOT_OPEN", "the ballot is not open on-chain; open it with the signed proposal");
    }
    if (!ballot.isCountingAt(chain.head().time())) {
      return new HandOver.Refused(
          "COUNTING_OVER",
          "the ballot is %s and counted until %d".formatted(ballot.status(), ballot.countUntil()));
    }
    return switch (Signatures.check(vote.id(), signature, vote.voter())) {
      case SignatureOutcome.SignedByKey(var compact) -> countByKey(vote.with(compact));
      case SignatureOutcome.SignedByOther ignored -> countByContract(vote, signature);
      case SignatureOutcome.Opaque ignored -> countByContract(vote, signature);
      case SignatureOutcome.Unreadable(String detail) ->
          new HandOver.Refused("SIGNATURE_INVALID", detail);
    };
  }

  private HandOver countByKey(BallotVote vote) {
    ContractVerdict verdict =
        chain.check(vote.proposalId(), List.of(vote), BallotChain.View.LATEST).getFirst();
    return verdict == ContractVerdict.COUNTABLE
        ? new HandOver.Ready(BallotAbi.count(vote.proposalId(), List.of(vote)))
        : judged(vote, verdict);
  }

  private HandOver countByContract(BallotVote vote, String signature) {
    Bytes bytes = Signatures.bytes(signature).orElseThrow();
    ContractVerdict verdict = chain.checkContractVote(vote, bytes);
    return verdict == ContractVerdict.COUNTABLE
        ? new HandOver.Ready(BallotAbi.countContractVote(vote, bytes))
        : judged(vote, verdict);
  }

  /** A vote that stands is superseded by itself. */
  private HandOver judged(BallotVote vote, ContractVerdict verdict) {
    boolean stands =
        verdict == ContractVerdict.SUPERSEDED
            && chain
                .voteOf(vote.proposalId(), vote.voter(), BallotChain.View.LATEST)
                .isOf(vote.id());
    return stands
        ? new HandOver.Done("this very vote is counted already")
        : refused(Reason.of(verdict));
  }

  private BallotState ballot(Hash32 id) {
    return chain.ballot(id, BallotChain.View.LATEST);
  }

  private static HandOver refused(Reason reason) {
    return new HandOver.Refused(reason.code(), reason.detail());
  }
}
