package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.util.Optional;
import org.sweetwater.wrappers.Hash32;

/**
 * How far a proposal has come, as stored.
 *
 * @param reason why it waits or was refused, or how it stands
 * @param votesSeq votes of the archive up to this one are judged
 * @param countedAt when votes were last handed to the outbox
 * @param tries steps that were tried in vain; names the next try
 * @param notBefore no look before this time
 */
record Progress(
    Hash32 id,
    Stage stage,
    Reason reason,
    long votesSeq,
    Optional<Instant> countedAt,
    int tries,
    Instant notBefore,
    Instant firstSeen) {}
