package org.sweetwater.oracle.ballot;

import static org.sweetwater.oracle.message.TestSigner.PROPOSAL;
import static org.sweetwater.oracle.message.TestSigner.VOTE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * A message as a wallet signs it.
 *
 * @param values the signed values, by name
 */
record Signed(JsonNode values, Envelope envelope) {
  /** The hub of the tests. */
  static final String SOURCE = "http://hub.test";

  private static final CommittedCall CALL =
      new CommittedCall(Address.ZERO, Bytes.EMPTY, Hash32.ZERO);

  /** A vote on a proposal. */
  static Signed vote(TestSigner voter, Hash32 proposal, int choice, long timestamp) {
    return of(voter, VOTE, voter.vote(proposal, choice, timestamp));
  }

  /** A proposal whose voting ends a week after the date. */
  static Signed proposal(TestSigner author, String title, long timestamp) {
    ObjectNode message = author.proposal(CALL, Hash32.ZERO, timestamp, timestamp + 604_800);
    return of(author, PROPOSAL, message.put("title", title));
  }

  /** Any message. */
  static Signed of(TestSigner signer, String types, ObjectNode message) {
    return switch (Envelope.parse(signer.post(types, message))) {
      case EnvelopeOutcome.Parsed(Envelope envelope) -> new Signed(message, envelope);
      case EnvelopeOutcome.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  Hash32 id() {
    return envelope.message().id();
  }

  long created() {
    return envelope.message().timestamp();
  }

  Received<VoteMessage> receivedVote() {
    return receivedVote(Bytes.parse(envelope.signature()));
  }

  Received<VoteMessage> receivedVote(Bytes signature) {
    return received((VoteMessage) envelope.message(), signature);
  }

  Received<ProposalMessage> receivedProposal() {
    return receivedProposal(Bytes.parse(envelope.signature()));
  }

  Received<ProposalMessage> receivedProposal(Bytes signature) {
    return received((ProposalMessage) envelope.message(), signature);
  }

  private <M extends SnapshotMessage> Received<M> received(M message, Bytes signature) {
    return Received.of(message, envelope.address(), signature, SOURCE);
  }
}
