package org.sweetwater.indexer.project;

import java.math.BigInteger;
import java.time.Instant;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A measurement that was too bad to go on.
 *
 * @param wave the last wave that had started; 0 before the first
 * @param metric one of {@link org.sweetwater.indexer.decode.MetricSet#NAMES}
 */
public record BreachReportRow(
    Hash32 experimentId,
    int wave,
    Address signer,
    boolean byAttestor,
    String metric,
    BigInteger value,
    Instant windowStart,
    Instant windowEnd,
    Instant reportedAt)
    implements Row.Fact {}
