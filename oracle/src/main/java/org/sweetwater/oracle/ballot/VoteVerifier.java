package org.sweetwater.oracle.ballot;

import java.util.Optional;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.Choice;
import org.sweetwater.oracle.message.NotCountable;
import org.sweetwater.oracle.message.SignatureOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.VoteForm;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;

/**
 * Checks everything about a vote that the vote and its ballot alone decide. Pure. What is left,
 * power and the order of votes, the contract's own {@code check} says for a whole batch at once.
 */
final class VoteVerifier {
  private final String space;

  VoteVerifier(String space) {
    this.space = space;
  }

  /** Reads a vote for the ballot that it names. */
  VoteReading read(SignedVote signed, BallotState ballot) {
    VoteMessage message = signed.message();
    Optional<Address> voter = message.sender();
    SignatureOutcome outcome = outcomeOf(signed, voter);
    boolean claimed = !(outcome instanceof SignatureOutcome.SignedByKey);
    // A hub may name a wrong signer: when the voter's own key signed, that does not matter.
    Address signer = claimed ? signed.signer() : voter.orElseThrow();
    return switch (VoteForm.of(message, signer, space)) {
      case VoteForm.Refused(NotCountable reason, String found) ->
          new VoteReading.Unfit(voter, claimed, choiceOf(message), Reason.of(reason, found));
      case VoteForm.OnChain(BallotVote vote) -> read(vote, outcome, ballot);
    };
  }

  /** A vote that cannot count for a reason that is not in it. */
  VoteReading.Unfit dismiss(SignedVote signed, Reason reason) {
    VoteMessage message = signed.message();
    Optional<Address> voter = message.sender();
    boolean claimed = !(outcomeOf(signed, voter) instanceof SignatureOutcome.SignedByKey);
    return new VoteReading.Unfit(voter, claimed, choiceOf(message), reason);
  }

  /** Whose key made the signature; an account that is not of Ethereum has no key to compare. */
  private static SignatureOutcome outcomeOf(SignedVote signed, Optional<Address> voter) {
    if (signed.isOwn()) {
      return new SignatureOutcome.SignedByKey(Signatures.compact(signed.signature()));
    }
    return voter
        .map(claimed -> Signatures.check(signed.message().id(), signed.signature(), claimed))
        .orElseGet(SignatureOutcome.Opaque::new);
  }

  private static VoteReading read(BallotVote vote, SignatureOutcome outcome, BallotState ballot) {
    boolean claimed = !(outcome instanceof SignatureOutcome.SignedByKey);
    if (!vote.proposalId().equals(ballot.id())) {
      return unfit(
          vote,
          claimed,
          Reason.of(NotCountable.PROPOSAL_ID, "for another proposal, " + vote.proposalId()));
    }
    if (vote.timestamp() < ballot.start() || vote.timestamp() > ballot.end()) {
      String found =
          "%s (timestamp %d, window %d to %d)"
              .formatted(
                  ContractVerdict.DATED_OUTSIDE_WINDOW.text(),
                  vote.timestamp(),
                  ballot.start(),
                  ballot.end());
      return unfit(vote, claimed, new Reason(ContractVerdict.DATED_OUTSIDE_WINDOW.name(), found));
    }
    return switch (outcome) {
      case SignatureOutcome.SignedByKey(var compact) -> new VoteReading.ByKey(vote.with(compact));
      case SignatureOutcome.SignedByOther ignored -> new VoteReading.ByContract(vote);
      case SignatureOutcome.Opaque ignored -> new VoteReading.ByContract(vote);
      case SignatureOutcome.Unreadable(String detail) ->
          unfit(vote, true, Reason.of(NotCountable.SIGNATURE_INVALID, detail));
    };
  }

  private static VoteReading unfit(BallotVote vote, boolean claimed, Reason reason) {
    return new VoteReading.Unfit(
        Optional.of(vote.voter()), claimed, Optional.of(vote.choice()), reason);
  }

  private static Optional<Integer> choiceOf(VoteMessage message) {
    return message.choice() instanceof Choice.Index(long choice) && choice >= 1 && choice <= 3
        ? Optional.of((int) choice)
        : Optional.empty();
  }
}
