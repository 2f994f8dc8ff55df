package org.sweetwater.oracle.ballot;

import java.time.Instant;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;

/**
 * A proposal of the archive with the best signature that a hub gave for it.
 *
 * <p>That the message belongs to its id is proven; that the signature is the signer's is not.
 *
 * @param signer who signed, as the hub says; the author where the author's key made the signature
 * @param signature the bytes as the hub gave them; may be empty (a Safe's)
 * @param firstSeen when this signature reached us, by our clock
 */
record SignedProposal(
    ProposalMessage message, Address signer, Bytes signature, Instant firstSeen) {}
