package org.sweetwater.bench.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

/** A vote in its envelope, signed by a test account as Snapshot's client signs. */
record SignedVote(Envelope envelope, int choice) {
  private static final int CHOICES = 3;

  /** The vote of test account {@code number}; choices take turns. */
  static SignedVote of(int number, Hash32 proposal, long timestamp) {
    TestSigner voter = TestSigner.of(number);
    int choice = 1 + number % CHOICES;
    ObjectNode message = voter.vote(proposal, choice, timestamp);
    JsonNode posted = voter.envelope(TestSigner.VOTE, message);
    return switch (Envelope.parse(TestSigner.bytes(posted))) {
      case EnvelopeOutcome.Parsed(Envelope envelope) -> new SignedVote(envelope, choice);
      case EnvelopeOutcome.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }
}
