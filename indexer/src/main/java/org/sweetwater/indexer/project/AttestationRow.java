package org.sweetwater.indexer.project;

import java.time.Instant;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** One attestor stood for one result, as a member of the set of this version. */
public record AttestationRow(
    Hash32 experimentId, Address attestor, Hash32 resultHash, long attestorSet, Instant postedAt)
    implements Row.Fact {}
