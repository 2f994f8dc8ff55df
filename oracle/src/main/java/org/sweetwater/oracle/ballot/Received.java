package org.sweetwater.oracle.ballot;

import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;

/**
 * A message as a hub gave it, on its way into the archive.
 *
 * @param signer who signed, as the hub says
 * @param signature the bytes of the hub's {@code sig}; may be empty
 * @param source the hub's URL without user, path and query, where keys are put
 */
record Received<M extends SnapshotMessage>(
    M message, Address signer, Bytes signature, String source) {}
