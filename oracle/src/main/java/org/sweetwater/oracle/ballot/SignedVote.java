package org.sweetwater.oracle.ballot;

import java.time.Instant;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * A vote of the archive with one signature that a hub gave for it.
 *
 * <p>That the message belongs to its id is proven; that the signature is the signer's is not. The
 * id does not cover the signature, so a hub can give a wrong one first: the same vote may come
 * again, later in {@link #seq}, with another signature. Judge it anew unless it was countable.
 *
 * @param proposalId the proposal that the voter signed for
 * @param isOwn whether it is known already that the voter's own key made the signature: it was
 *     recovered when the vote was archived
 * @param signer who signed, as the hub says; the voter where the voter's key made the signature
 * @param signature the bytes as the hub gave them; may be empty (a Safe's)
 * @param firstSeen when this signature reached us, by our clock
 * @param seq the order of arrival, over all proposals; larger than zero, with gaps
 */
record SignedVote(
    VoteMessage message,
    Hash32 proposalId,
    boolean isOwn,
    Address signer,
    Bytes signature,
    Instant firstSeen,
    long seq) {}
