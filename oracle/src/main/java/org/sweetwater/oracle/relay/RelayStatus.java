package org.sweetwater.oracle.relay;

import java.time.Instant;
import java.util.Optional;

/**
 * How the relay does.
 *
 * @param isLeading whether it holds the lease and its last round succeeded
 * @param lastRound when a round last succeeded
 * @param problem why it is not leading, in one line
 */
public record RelayStatus(
    boolean isLeading,
    Optional<Instant> lastRound,
    Optional<String> problem,
    RelayFigures figures) {}
