package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * The calls for the outbox. A call's key says what it is for and the how-manieth try it is, so that
 * the same decision, made again after a crash, is the same call.
 */
final class BallotCalls {
  private final Address ballot;

  BallotCalls(Address ballot) {
    this.ballot = ballot;
  }

  /** The key of a step that a ballot needs once. */
  static String keyOf(BallotCall call, Hash32 id, int tries) {
    return "%s:%s:%d".formatted(call.kind(), id.hex(), tries);
  }

  OutgoingCall open(ProposalReading.Fit reading, int tries) {
    Bytes data = BallotAbi.open(reading.proposal(), reading.signature(), reading.call());
    return step(BallotCall.OPEN, reading.proposal().id(), data, tries);
  }

  OutgoingCall close(Hash32 id, int tries) {
    return step(BallotCall.CLOSE, id, BallotAbi.close(id), tries);
  }

  OutgoingCall execute(Hash32 id, int tries) {
    return step(BallotCall.EXECUTE, id, BallotAbi.execute(id), tries);
  }

  /** Counts votes of one ballot. */
  OutgoingCall count(Hash32 id, List<QueuedVote> votes) {
    List<BallotVote> batch = votes.stream().map(QueuedVote::vote).toList();
    return call(BallotCall.COUNT, id, BallotAbi.count(id, batch), keyOf(votes), votes.size());
  }

  /** Counts a contract wallet's vote. */
  OutgoingCall countContractVote(QueuedVote queued, Bytes signature) {
    BallotVote vote = queued.vote();
    return call(
        BallotCall.COUNT_CONTRACT_VOTE,
        vote.proposalId(),
        BallotAbi.countContractVote(vote, signature),
        keyOf(List.of(queued)),
        1);
  }

  private static String keyOf(List<QueuedVote> votes) {
    StringBuilder all = new StringBuilder();
    votes.forEach(vote -> all.append(vote.vote().id().hex()).append(':').append(vote.tries()));
    return "votes:" + Hash32.keccak(all.toString().getBytes(UTF_8)).hex();
  }

  private OutgoingCall step(BallotCall call, Hash32 id, Bytes data, int tries) {
    return call(call, id, data, keyOf(call, id, tries), 0);
  }

  private OutgoingCall call(BallotCall call, Hash32 id, Bytes data, String key, int items) {
    return new OutgoingCall(call.kind(), id, ballot, data, key, items);
  }
}
