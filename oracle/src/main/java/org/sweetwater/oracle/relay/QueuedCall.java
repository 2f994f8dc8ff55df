package org.sweetwater.oracle.relay;

import java.util.Optional;
import org.sweetwater.wrappers.Address;

/**
 * A call as the outbox holds it.
 *
 * @param slot the nonce that carries it; absent while it waits
 * @param tries dry runs in a row that did not let it through
 * @param reverts its transactions that were mined and reverted
 * @param misses rounds in a row in which its nonce was used but no receipt of ours found
 * @param cancelledAs what it becomes when an empty transaction takes its nonce
 */
record QueuedCall(
    long id,
    OutgoingCall call,
    CallStatus status,
    Optional<Slot> slot,
    int tries,
    int reverts,
    int misses,
    Optional<CallStatus> cancelledAs,
    Optional<String> reason) {
  /** A nonce of a sender. */
  record Slot(Address sender, long nonce) {}

  /** The slot of a call in flight. */
  Slot requireSlot() {
    return slot.orElseThrow(
        () -> new IllegalStateException("call %d is %s and has no nonce".formatted(id, status)));
  }
}
