package org.sweetwater.oracle.ballot;

import org.sweetwater.oracle.message.BallotProposal;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * What the chain says about a proposal now.
 *
 * @param targetCode the code at the call's target
 * @param track the call's track; 0 when none lists it
 * @param windowSeconds the track's window; 0 without a track
 * @param totalPower at the snapshot, in nodes; 0 while the snapshot is not past
 * @param authorPower at the snapshot, in nodes; 0 while the snapshot is not past
 * @param authorAccepts whether the author's contract accepts the signature (ERC-1271); not asked
 *     when the author's key signed
 */
record ProposalFacts(
    Head head,
    BallotRules rules,
    Bytes targetCode,
    boolean actionExecuted,
    int track,
    long windowSeconds,
    long totalPower,
    long authorPower,
    long openBallots,
    boolean authorAccepts) {
  private static final int SELECTOR = 4;

  /** Asks the chain. */
  static ProposalFacts read(BallotChain chain, ProposalReading.Fit reading) {
    BallotProposal proposal = reading.proposal();
    Address author = proposal.author();
    Head head = chain.head();
    int track = trackOf(chain, reading);
    boolean isPast = proposal.snapshot() < head.number();
    return new ProposalFacts(
        head,
        chain.rules(),
        chain.codeAt(reading.call().target()),
        chain.isExecuted(reading.form().action()),
        track,
        track == 0 ? 0 : chain.windowOf(track),
        isPast ? chain.totalPowerAt(proposal.snapshot()) : 0,
        isPast ? chain.powerAt(author, proposal.snapshot()) : 0,
        chain.openBallotsOf(author),
        !reading.signedByKey()
            && chain.acceptsSignature(author, proposal.id(), reading.signature()));
  }

  private static int trackOf(BallotChain chain, ProposalReading.Fit reading) {
    Bytes data = reading.call().data();
    return data.size() < SELECTOR
        ? 0
        : chain.trackOf(reading.call().target(), data.slice(0, SELECTOR));
  }

  Hash32 targetCodeHash() {
    return targetCode.keccak();
  }
}
