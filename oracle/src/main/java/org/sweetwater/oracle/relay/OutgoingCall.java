package org.sweetwater.oracle.relay;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * A call that a feature wants to have on the chain once.
 *
 * @param kind the function in the feature's words, for example {@code count}; decides how reverts
 *     are read
 * @param subject what the call is about, for example a ballot's id
 * @param target the contract
 * @param calldata selector and arguments, at least 4 bytes
 * @param dedupeKey names the call for ever: enqueueing the same key again does nothing
 * @param items how many things the call carries, for example votes; 0 when that says nothing
 * @param urgent whether it goes before all that are not
 */
public record OutgoingCall(
    String kind,
    Hash32 subject,
    Address target,
    Bytes calldata,
    String dedupeKey,
    int items,
    boolean urgent) {
  /** Refuses a call that could not be one. */
  public OutgoingCall {
    if (calldata.size() < 4 || items < 0 || kind.isBlank() || dedupeKey.isBlank()) {
      throw new IllegalArgumentException(
          "outgoing call '%s' (%s): expected a selector and items ≥ 0, found %d bytes and %d items"
              .formatted(dedupeKey, kind, calldata.size(), items));
    }
  }

  /** A call that waits its turn. */
  public OutgoingCall(
      String kind, Hash32 subject, Address target, Bytes calldata, String dedupeKey, int items) {
    this(kind, subject, target, calldata, dedupeKey, items, false);
  }
}
