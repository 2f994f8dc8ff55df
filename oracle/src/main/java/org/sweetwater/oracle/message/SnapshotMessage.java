package org.sweetwater.oracle.message;

import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * What somebody signed. Every value here is covered by the id; values that a message carried
 * outside its signed types are dropped.
 */
public sealed interface SnapshotMessage
    permits ProposalMessage, VoteMessage, DeleteProposalMessage, OtherMessage {
  /** The EIP-712 digest: Snapshot's id of the message, proposal or vote. */
  Hash32 id();

  /** What the message does. */
  MessageKind kind();

  /** Who speaks: an EIP-55 address, or a Starknet address of 66 characters. */
  String from();

  /** The space, as signed; empty for kinds that name none. */
  String space();

  /** Seconds since 1970, chosen by the signer. */
  long timestamp();

  /** Whether the signed domain has name and version only, as SnapshotBallot demands. */
  boolean plainDomain();

  /** {@link #from} as an Ethereum address; empty for Starknet. */
  default Optional<Address> sender() {
    return from().length() == 42 ? Optional.of(Address.parse(from())) : Optional.empty();
  }
}
