package org.sweetwater.oracle.message;

import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** The checks of {@link ProposalForm#of}, in the order in which their reasons help most. */
final class ProposalForms {
  /** The choices of every ballot; their order gives the numbers 1 to 3. */
  static final List<String> CHOICES = List.of("For", "Against", "Abstain");

  /** Snapshot's voting types that SnapshotBallot takes, by their number there. */
  private static final List<String> VOTING_TYPES = List.of("basic", "single-choice");

  /**
   * Snapshot takes messages dated at most 300 s ahead and edits only before the start, so a
   * proposal signed this many seconds after its start can never be edited.
   */
  static final long UNEDITABLE_AFTER_SECONDS = 310;

  private ProposalForms() {}

  static ProposalForm of(ProposalMessage proposal, Address signer, String space) {
    return envelopeRefusal(proposal, signer, space)
        .or(() -> contentRefusal(proposal))
        .<ProposalForm>map(refused -> refused)
        .orElseGet(() -> committed(proposal, signer));
  }

  private static Optional<ProposalForm.Refused> envelopeRefusal(
      ProposalMessage proposal, Address signer, String space) {
    if (!proposal.space().equals(space)) {
      return refused(NotCountable.SPACE, Eip712.shown(proposal.space()));
    }
    if (!proposal.plainDomain()) {
      return refused(NotCountable.DOMAIN, "expected name and version");
    }
    if (proposal.sender().isEmpty()) {
      return refused(NotCountable.STARKNET, proposal.from());
    }
    if (!proposal.sender().get().equals(signer)) {
      return refused(NotCountable.ALIAS_SIGNER, signer + " signed for " + proposal.from());
    }
    return Optional.empty();
  }

  private static Optional<ProposalForm.Refused> contentRefusal(ProposalMessage proposal) {
    if (!proposal.currentTypes()) {
      return refused(NotCountable.TYPES, "labels, privacy and app must all be signed");
    }
    if (!VOTING_TYPES.contains(proposal.type())) {
      return refused(NotCountable.VOTING_TYPE, Eip712.shown(proposal.type()));
    }
    if (!proposal.choices().equals(CHOICES)) {
      return refused(NotCountable.CHOICES, Eip712.shown(proposal.choices().toString()));
    }
    if (!proposal.privacy().isEmpty()) {
      return refused(NotCountable.PRIVACY, Eip712.shown(proposal.privacy()));
    }
    if (proposal.timestamp() < proposal.start() + UNEDITABLE_AFTER_SECONDS) {
      return refused(
          NotCountable.EDITABLE,
          "timestamp %d, start %d".formatted(proposal.timestamp(), proposal.start()));
    }
    return Optional.empty();
  }

  private static ProposalForm committed(ProposalMessage proposal, Address author) {
    Optional<Hash32> action = CommittedCall.actionIn(proposal.plugins());
    if (action.isEmpty()) {
      return new ProposalForm.Refused(
          NotCountable.PLUGINS, "plugins " + Eip712.shown(proposal.plugins()));
    }
    return switch (CommittedCall.find(proposal.body())) {
      case CommittedCall.Outcome.Found(CommittedCall call) ->
          new ProposalForm.OnChain(ballotProposal(proposal, author), call, action.get());
      case CommittedCall.Outcome.Missing(String detail) ->
          new ProposalForm.Refused(NotCountable.CALL_MISSING, detail);
      case CommittedCall.Outcome.Malformed(String detail) ->
          new ProposalForm.Refused(NotCountable.CALL_MALFORMED, detail);
    };
  }

  private static BallotProposal ballotProposal(ProposalMessage proposal, Address author) {
    return new BallotProposal(
        proposal.id(),
        author,
        proposal.fromIsAddress(),
        VOTING_TYPES.indexOf(proposal.type()),
        proposal.timestamp(),
        proposal.start(),
        proposal.end(),
        proposal.snapshot(),
        TextHash.of(proposal.title()),
        TextHash.of(proposal.body()),
        TextHash.of(proposal.discussion()),
        TextHash.of(proposal.labels()),
        TextHash.of(proposal.app()));
  }

  private static Optional<ProposalForm.Refused> refused(NotCountable reason, String detail) {
    return Optional.of(new ProposalForm.Refused(reason, detail));
  }
}
