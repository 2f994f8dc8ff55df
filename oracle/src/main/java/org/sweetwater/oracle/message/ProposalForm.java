package org.sweetwater.oracle.message;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** Whether a proposal can open on-chain as far as its own signed values tell, and in which form. */
public sealed interface ProposalForm {
  /**
   * It can, if {@code call} hashes to {@code action} on the deployment's chain (see {@link
   * #commitsTo}).
   */
  record OnChain(BallotProposal proposal, CommittedCall call, Hash32 action)
      implements ProposalForm {
    /**
     * Whether the call in the body is the one that {@code plugins} commits to.
     *
     * @param codeHash keccak256 of the target's code on that chain
     */
    public boolean commitsTo(long chainId, Address ballot, Hash32 codeHash) {
      return call.action(chainId, ballot, codeHash).equals(action);
    }
  }

  /** It cannot; {@code detail} names what was found. */
  record Refused(NotCountable reason, String detail) implements ProposalForm {}

  /**
   * Judges a proposal.
   *
   * @param signer the account that signed ({@link Envelope#address})
   * @param space the deployment's space
   */
  static ProposalForm of(ProposalMessage proposal, Address signer, String space) {
    return ProposalForms.of(proposal, signer, space);
  }
}
