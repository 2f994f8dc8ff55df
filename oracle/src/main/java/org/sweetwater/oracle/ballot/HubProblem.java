package org.sweetwater.oracle.ballot;

import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A proposal or vote that a hub lists but that no signed message could be made of. Nothing here is
 * proven; the same id may be read well later, and counts then.
 *
 * @param kind what the hub says it is
 * @param id the id as listed
 * @param proposalId the proposal that it is listed under; for a proposal its own id
 * @param claimedSender the author or voter that the hub names
 * @param reason why it is of no use
 * @param detail one line for people
 */
record HubProblem(
    Kind kind,
    Hash32 id,
    Hash32 proposalId,
    Optional<Address> claimedSender,
    Reason reason,
    String detail) {
  /** What a hub lists. */
  enum Kind {
    PROPOSAL,
    VOTE
  }

  /** Why a row is of no use; the name is the code that the API shows. */
  enum Reason {
    /** No known type set makes the row's id of its values, or a value has the wrong form. */
    NOT_REBUILDABLE,
    /** The hub has no message for the id, or one whose signature or signer is unreadable. */
    SIGNATURE_MISSING
  }
}
