package org.sweetwater.oracle.hub;

import java.math.BigInteger;
import java.time.Instant;
import org.sweetwater.oracle.message.DeleteProposalMessage;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * A message that passed every check which needs no lock.
 *
 * @param ipfs the CIDv1 of its pinned text
 * @param receivedAt when it came in
 */
record Submission(
    Envelope envelope, Change change, String ipfs, Bytes receipt, Instant receivedAt) {
  /** What the message does to the tables. */
  sealed interface Change {
    /** A new proposal by its author. */
    record Propose(ProposalMessage message, Address author) implements Change {}

    /** A vote, with its power at the proposal's snapshot. */
    record Vote(VoteMessage message, Hash32 proposal, Address voter, int choice, BigInteger power)
        implements Change {}

    /** Hides a proposal. */
    record Delete(DeleteProposalMessage message, Hash32 proposal, Address sender)
        implements Change {}
  }
}
