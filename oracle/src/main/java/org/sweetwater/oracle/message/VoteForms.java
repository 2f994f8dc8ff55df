package org.sweetwater.oracle.message;

import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** The checks, in the order in which their reasons help most. */
final class VoteForms {
  private VoteForms() {}

  static VoteForm of(VoteMessage vote, Address signer, String space) {
    if (!vote.space().equals(space)) {
      return refused(NotCountable.SPACE, Eip712.shown(vote.space()));
    }
    if (!vote.plainDomain()) {
      return refused(NotCountable.DOMAIN, "expected name and version");
    }
    Optional<Address> sender = vote.sender();
    if (sender.isEmpty()) {
      return refused(NotCountable.STARKNET, vote.from());
    }
    Address voter = sender.get();
    if (!voter.equals(signer)) {
      return refused(NotCountable.ALIAS_SIGNER, signer + " signed for " + voter);
    }
    if (!vote.currentTypes()) {
      return refused(NotCountable.TYPES, "reason, app and metadata must all be signed");
    }
    Optional<Hash32> proposal = countableProposal(vote);
    if (proposal.isEmpty()) {
      return refused(NotCountable.PROPOSAL_ID, Eip712.shown(vote.proposal()));
    }
    if (!(vote.choice() instanceof Choice.Index(long choice))) {
      return refused(NotCountable.CHOICE_ENCODING, String.valueOf(vote.choice()));
    }
    if (choice < 1 || choice > 3) {
      return refused(NotCountable.CHOICE_RANGE, "choice " + choice);
    }
    return new VoteForm.OnChain(ballotVote(vote, proposal.get(), voter, (int) choice));
  }

  /** The contract rebuilds the text of the id in lower case; as bytes32 the case is not signed. */
  private static Optional<Hash32> countableProposal(VoteMessage vote) {
    return vote.proposalId()
        .filter(id -> vote.proposalIsBytes32() || id.hex().equals(vote.proposal()));
  }

  private static BallotVote ballotVote(
      VoteMessage vote, Hash32 proposal, Address voter, int choice) {
    return new BallotVote(
        vote.id(),
        proposal,
        voter,
        (vote.fromIsAddress() ? 1 : 0) | (vote.proposalIsBytes32() ? 2 : 0),
        choice,
        vote.timestamp(),
        TextHash.of(vote.reason()),
        TextHash.of(vote.app()),
        TextHash.of(vote.metadata()),
        Hash32.ZERO,
        Hash32.ZERO);
  }

  private static VoteForm refused(NotCountable reason, String detail) {
    return new VoteForm.Refused(reason, detail);
  }
}
