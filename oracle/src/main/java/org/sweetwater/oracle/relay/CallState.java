package org.sweetwater.oracle.relay;

import java.util.Optional;

/**
 * What became of an enqueued call.
 *
 * @param id the call's number in the outbox
 * @param reason why it is superseded, abandoned or still waiting; absent when there is nothing to
 *     say
 */
public record CallState(long id, CallStatus status, Optional<String> reason) {}
