package org.sweetwater.indexer.store;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * What a database is indexed from; it never changes for a database.
 *
 * @param startBlock the first block that is indexed
 */
public record Source(
    long chainId,
    Hash32 genesisHash,
    long startBlock,
    Address registry,
    Address ballot,
    Address cradle,
    Address canary) {}
