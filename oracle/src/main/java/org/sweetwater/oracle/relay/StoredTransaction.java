package org.sweetwater.oracle.relay;

import java.time.Instant;
import java.util.Optional;
import org.sweetwater.wrappers.BlockRef;

/**
 * A transaction as the table holds it.
 *
 * @param offeredAt when it was last offered to a node; empty when a crash came first
 * @param block where it was seen last; empty while it is in no block
 */
record StoredTransaction(
    long callId,
    SignedTransaction signed,
    Instant signedAt,
    Optional<Instant> offeredAt,
    Optional<BlockRef> block) {}
