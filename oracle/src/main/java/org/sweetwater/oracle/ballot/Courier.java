package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SignatureOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.VoteForm;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.datatypes.generated.Uint8;

/**
 * Carries one signed message to the contract by hand, for people without an oracle: says what the
 * contract would make of it now, and encodes the call that brings it. Sends nothing itself.
 *
 * <p>Every method asks the node, blocks, and throws {@link
 * org.sweetwater.wrappers.RetryableException} when the node does not answer or the ballot contract
 * is not there.
 */
public final class Courier {
  private static final int SELECTOR = 4;

  private final ChainClient client;
  private final Deployment deployment;
  private final NodeBallotChain chain;
  private final ProposalVerifier verifier;

  /** A courier of one deployment, which the client's chain must be of. */
  public Courier(ChainClient client, Deployment deployment) {
    this.client = client;
    this.deployment = deployment;
    this.chain = new NodeBallotChain(client, deployment.ballot(), 0, BallotRevertPolicy.errors());
    this.verifier = new ProposalVerifier(deployment);
  }

  /** The vote that stands on-chain: its signed time in seconds since 1970, and its choice. */
  public record Standing(long timestamp, int choice) {}

  /** The ballot with this id; empty while it was not opened. */
  public Optional<BallotView> ballot(Hash32 id) {
    AbiWords words = ask(BallotAbi.encode(SnapshotBallot.FUNC_BALLOT, BallotAbi.word(id))).at(0);
    BallotStatus status = BallotStatus.of((int) words.number(2));
    if (status == BallotStatus.UNKNOWN) {
      return Optional.empty();
    }
    return Optional.of(
        new BallotView(
            id,
            status.name(),
            words.number(7),
            words.number(8),
            words.number(9),
            words.number(10),
            words.address(18),
            words.bytes(21)));
  }

  /** The rules for ballots that make this call; empty when no track lists it. */
  public Optional<Terms> termsOf(Address target, Bytes data) {
    int track = data.size() < SELECTOR ? 0 : chain.trackOf(target, data.slice(0, SELECTOR));
    if (track == 0) {
      return Optional.empty();
    }
    AbiWords words = ask(BallotAbi.encode(SnapshotBallot.FUNC_TRACKOF, new Uint8(track)));
    return Optional.of(
        new Terms(
            track,
            words.number(0),
            words.number(1),
            words.number(2),
            words.number(3),
            words.number(4),
            words.number(5) != 0));
  }

  /** An account's power at a past block, in nodes. */
  public long powerAt(Address account, long block) {
    return chain.powerAt(account, block);
  }

  /** The whole power at a past block, in nodes. */
  public long totalPowerAt(long block) {
    return chain.totalPowerAt(block);
  }

  /** The vote of a voter that stands on-chain; empty when none was counted. */
  public Optional<Standing> standingVote(Hash32 id, Address voter) {
    StandingVote vote = chain.voteOf(id, voter, BallotChain.View.LATEST);
    return vote.timestamp() == 0
        ? Optional.empty()
        : Optional.of(new Standing(vote.timestamp(), vote.choice()));
  }

  /** Whether a contract wallet accepts a signature (ERC-1271). */
  public boolean acceptsSignature(Address wallet, Hash32 digest, Bytes signature) {
    return chain.acceptsSignature(wallet, digest, signature);
  }

  /** What {@code open} would make of a signed proposal. */
  public HandOver open(Envelope envelope) {
    if (!(envelope.message() instanceof ProposalMessage proposal)) {
      return new HandOver.Refused(
          "NOT_A_PROPOSAL", "expected a proposal, found " + envelope.message().kind());
    }
    if (ballot(proposal.id()).isPresent()) {
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
  public HandOver count(Envelope envelope) {
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
    Optional<BallotView> ballot = ballot(vote.proposalId());
    if (ballot.isEmpty()) {
      return new HandOver.Refused(
          "BALLOT_NOT_OPEN", "the ballot is not open on-chain; open it with the signed proposal");
    }
    if (!ballot.get().isCountingAt(chain.head().time())) {
      return new HandOver.Refused(
          "COUNTING_OVER",
          "the ballot is %s and counted until %d"
              .formatted(ballot.get().status(), ballot.get().countUntil()));
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

  private static HandOver refused(Reason reason) {
    return new HandOver.Refused(reason.code(), reason.detail());
  }

  private AbiWords ask(Bytes data) {
    return switch (client.call(deployment.ballot(), data, BlockTag.LATEST)) {
      case CallOutcome.Returned(Bytes result) -> new AbiWords(deployment.ballot(), result);
      case CallOutcome.Reverted(var revert) ->
          throw new RetryableException(
              "ballot %s refused to answer: %s".formatted(deployment.ballot(), revert.describe()));
    };
  }
}
