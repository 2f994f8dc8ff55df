package org.sweetwater.oracle.ballot;

import java.math.BigInteger;
import java.util.List;
import org.sweetwater.oracle.message.BallotProposal;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.generated.Bytes32;

/** Call data for SnapshotBallot, in the generated wrapper's structs. */
final class BallotAbi {
  private BallotAbi() {}

  static Bytes open(BallotProposal proposal, Bytes signature, CommittedCall call) {
    return CallData.of(
        SnapshotBallot.FUNC_OPEN,
        struct(proposal),
        new DynamicBytes(signature.bytes()),
        new Address(call.target().toUnsigned()),
        new DynamicBytes(call.data().bytes()),
        word(call.salt()));
  }

  static Bytes count(Hash32 id, List<BallotVote> votes) {
    return CallData.of(SnapshotBallot.FUNC_COUNT, word(id), structs(votes));
  }

  static Bytes check(Hash32 id, List<BallotVote> votes) {
    return CallData.of(SnapshotBallot.FUNC_CHECK, word(id), structs(votes));
  }

  static Bytes countContractVote(BallotVote vote, Bytes signature) {
    return CallData.of(
        SnapshotBallot.FUNC_COUNTCONTRACTVOTE,
        word(vote.proposalId()),
        struct(vote),
        new DynamicBytes(signature.bytes()));
  }

  static Bytes close(Hash32 id) {
    return CallData.of(SnapshotBallot.FUNC_CLOSE, word(id));
  }

  static Bytes execute(Hash32 id) {
    return CallData.of(SnapshotBallot.FUNC_EXECUTE, word(id));
  }

  static Bytes32 word(Hash32 hash) {
    return new Bytes32(hash.bytes());
  }

  private static DynamicArray<SnapshotBallot.Vote> structs(List<BallotVote> votes) {
    return new DynamicArray<>(
        SnapshotBallot.Vote.class, votes.stream().map(BallotAbi::struct).toList());
  }

  private static SnapshotBallot.Proposal struct(BallotProposal proposal) {
    return new SnapshotBallot.Proposal(
        proposal.author().lowerHex(),
        proposal.fromIsAddress(),
        BigInteger.valueOf(proposal.votingType()),
        BigInteger.valueOf(proposal.timestamp()),
        BigInteger.valueOf(proposal.start()),
        BigInteger.valueOf(proposal.end()),
        BigInteger.valueOf(proposal.snapshot()),
        proposal.titleHash().bytes(),
        proposal.bodyHash().bytes(),
        proposal.discussionHash().bytes(),
        proposal.labelsHash().bytes(),
        proposal.appHash().bytes());
  }

  private static SnapshotBallot.Vote struct(BallotVote vote) {
    return new SnapshotBallot.Vote(
        vote.voter().lowerHex(),
        BigInteger.valueOf(vote.variant()),
        BigInteger.valueOf(vote.choice()),
        BigInteger.valueOf(vote.timestamp()),
        vote.reasonHash().bytes(),
        vote.appHash().bytes(),
        vote.metadataHash().bytes(),
        vote.r().bytes(),
        vote.vs().bytes());
  }
}
