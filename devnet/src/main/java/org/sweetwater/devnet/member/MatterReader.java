package org.sweetwater.devnet.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.ballot.BallotView;
import org.sweetwater.oracle.ballot.Courier;
import org.sweetwater.oracle.message.HubRows;
import org.sweetwater.oracle.message.ProposalForm;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * Finds out what a proposal is about. The contract is believed; a hub is believed only where the id
 * follows from what it shows.
 */
final class MatterReader {
  private final ChainClient chain;
  private final Deployment deployment;
  private final Courier courier;
  private final CallWords words;

  MatterReader(ChainClient chain, Deployment deployment, Courier courier) {
    this.chain = chain;
    this.deployment = deployment;
    this.courier = courier;
    this.words = new CallWords(deployment);
  }

  /**
   * Reads a proposal.
   *
   * @param hub where its words are; empty when there is none to ask
   * @throws MemberException when a vote on it could never count
   */
  VotingMatter read(Hash32 id, Optional<HubClient> hub) throws InterruptedException {
    Optional<BallotView> ballot = courier.ballot(id);
    List<String> warnings = new ArrayList<>();
    Optional<ProposalMessage> proposal =
        hub.isEmpty() ? Optional.empty() : ask(id, hub.get(), warnings);
    if (ballot.isPresent()) {
      return ofBallot(ballot.get(), proposal, warnings);
    }
    if (proposal.isEmpty()) {
      throw new MemberException(
          "proposal %s: no ballot is open on-chain%s; correct the id, or have it opened from the signed proposal: sw propose --submit FILE --self"
              .formatted(id, warnings.isEmpty() ? "" : ", and " + String.join(", ", warnings)));
    }
    return ofProposal(proposal.get(), warnings);
  }

  private Optional<ProposalMessage> ask(Hash32 id, HubClient hub, List<String> warnings)
      throws InterruptedException {
    return switch (hub.findProposal(id)) {
      case HubClient.Lookup.Found<HubRows.ProposalRow>(var row) -> {
        Optional<ProposalMessage> rebuilt = HubRows.rebuild(row, deployment.chainId());
        if (rebuilt.isEmpty()) {
          warnings.add(
              "what the hub %s shows does not hash to this id: it was edited, or the hub lies"
                  .formatted(hub.shown()));
        }
        yield rebuilt;
      }
      case HubClient.Lookup.Missing<HubRows.ProposalRow>() -> {
        warnings.add(
            "the hub %s does not show it (never posted there, or deleted)".formatted(hub.shown()));
        yield Optional.empty();
      }
      case HubClient.Lookup.Silent<HubRows.ProposalRow>(String reason) -> {
        warnings.add("the hub %s does not answer: %s".formatted(hub.shown(), reason));
        yield Optional.empty();
      }
    };
  }

  private VotingMatter ofBallot(
      BallotView ballot, Optional<ProposalMessage> proposal, List<String> warnings) {
    return new VotingMatter(
        ballot.id(),
        proposal.map(ProposalMessage::title),
        words.of(ballot.target(), ballot.data()),
        ballot.snapshot(),
        ballot.start(),
        ballot.end(),
        Optional.of(ballot),
        proposal.isPresent(),
        warnings);
  }

  private VotingMatter ofProposal(ProposalMessage proposal, List<String> warnings) {
    ProposalForm form =
        ProposalForm.of(proposal, proposal.sender().orElseThrow(), deployment.space());
    return switch (form) {
      case ProposalForm.Refused(var reason, String found) ->
          throw new MemberException(
              "proposal %s can never be counted on-chain: %s (%s)"
                  .formatted(proposal.id(), reason.text(), PlainText.line(found, 200)));
      case ProposalForm.OnChain onChain -> {
        requireCommitment(onChain);
        yield new VotingMatter(
            proposal.id(),
            Optional.of(proposal.title()),
            words.of(onChain.call().target(), onChain.call().data()),
            proposal.snapshot(),
            proposal.start(),
            proposal.end(),
            Optional.empty(),
            true,
            warnings);
      }
    };
  }

  private void requireCommitment(ProposalForm.OnChain form) {
    Hash32 codeHash = chain.codeAt(form.call().target(), BlockTag.LATEST).keccak();
    if (!form.commitsTo(deployment.chainId(), deployment.ballot(), codeHash)) {
      throw new MemberException(
          "proposal %s commits to another call than its body shows, or to another chain or ballot contract than %s on chain %d; do not vote on it"
              .formatted(form.proposal().id(), deployment.ballot(), deployment.chainId()));
    }
  }
}
