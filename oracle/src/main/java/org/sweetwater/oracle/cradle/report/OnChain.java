package org.sweetwater.oracle.cradle.report;

import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * What the contract knows of an experiment, as the page shows it.
 *
 * @param status in words, such as {@code passed}
 * @param attempt the number of the attempt at this change, from 1
 * @param attestations how many attestors signed the result
 * @param attestationsRequired how many it takes
 * @param resultHash the result that is final; empty before one is
 * @param verdict the contract's, in words; empty before there is one
 */
public record OnChain(
    Hash32 experiment,
    long chainId,
    String status,
    int attempt,
    int attestations,
    int attestationsRequired,
    Address submitter,
    Optional<Hash32> resultHash,
    String verdict) {}
