package org.sweetwater.oracle.ballot;

import org.sweetwater.oracle.message.BallotProposal;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.ProposalForm;
import org.sweetwater.wrappers.Bytes;

/** What a signed proposal says by itself. */
sealed interface ProposalReading {
  /**
   * In the form that the contract opens.
   *
   * @param signature as {@code open} takes it: EIP-2098 when the author's key signed
   * @param signedByKey false when only a contract at the author's address can accept it (ERC-1271)
   */
  record Fit(ProposalForm.OnChain form, Bytes signature, boolean signedByKey)
      implements ProposalReading {
    BallotProposal proposal() {
      return form.proposal();
    }

    CommittedCall call() {
      return form.call();
    }
  }

  /** In a form that no contract opens. */
  record Unfit(Reason reason) implements ProposalReading {}
}
