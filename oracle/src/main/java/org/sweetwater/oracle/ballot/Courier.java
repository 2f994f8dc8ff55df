package org.sweetwater.oracle.ballot;

import java.util.Optional;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.AbiWords;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallData;
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
  private final HandJudge judge;

  /** A courier of one deployment, which the client's chain must be of. */
  public Courier(ChainClient client, Deployment deployment) {
    this.client = client;
    this.deployment = deployment;
    this.chain = new NodeBallotChain(client, deployment.ballot(), 0, BallotRevertPolicy.errors());
    this.judge = new HandJudge(deployment, chain);
  }

  /** The vote that stands on-chain: its signed time in seconds since 1970, and its choice. */
  public record Standing(long timestamp, int choice) {}

  /** The ballot with this id; empty while it was not opened. */
  public Optional<BallotView> ballot(Hash32 id) {
    AbiWords words = ask(CallData.of(SnapshotBallot.FUNC_BALLOT, BallotAbi.word(id))).at(0);
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
    AbiWords words = ask(CallData.of(SnapshotBallot.FUNC_TRACKOF, new Uint8(track)));
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
  public HandOver open(Envelope proposal) {
    return judge.open(proposal);
  }

  /** What {@code count}, or {@code countContractVote}, would make of a signed vote. */
  public HandOver count(Envelope vote) {
    return judge.count(vote);
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
