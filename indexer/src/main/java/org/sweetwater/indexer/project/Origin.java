package org.sweetwater.indexer.project;

import java.time.Instant;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Hash32;

/**
 * The log that a row was made from.
 *
 * @param minedAt the block's timestamp
 */
public record Origin(BlockRef block, Instant minedAt, Hash32 transactionHash, int logIndex) {}
