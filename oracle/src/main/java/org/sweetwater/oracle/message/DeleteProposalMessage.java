package org.sweetwater.oracle.message;

import java.util.Optional;
import org.sweetwater.wrappers.Hash32;

/** A signed wish to hide a proposal from the hub (type {@code CancelProposal}). */
public record DeleteProposalMessage(
    Hash32 id, String from, String space, long timestamp, String proposal, boolean plainDomain)
    implements SnapshotMessage {
  @Override
  public MessageKind kind() {
    return MessageKind.DELETE_PROPOSAL;
  }

  /** The proposal to hide; empty when it is no EIP-712 id. */
  public Optional<Hash32> proposalId() {
    return ProposalIds.parse(proposal);
  }
}
