package org.sweetwater.oracle.message;

import org.sweetwater.wrappers.Address;

/** Whether a vote can count on-chain as far as its own signed values tell, and in which form. */
public sealed interface VoteForm {
  /** It can; {@code vote} has no signature yet (see {@link BallotVote#with}). */
  record OnChain(BallotVote vote) implements VoteForm {}

  /** It cannot; {@code detail} names what was found. */
  record Refused(NotCountable reason, String detail) implements VoteForm {}

  /**
   * Judges a vote.
   *
   * @param signer the account that signed ({@link Envelope#address})
   * @param space the deployment's space
   */
  static VoteForm of(VoteMessage vote, Address signer, String space) {
    return VoteForms.of(vote, signer, space);
  }
}
