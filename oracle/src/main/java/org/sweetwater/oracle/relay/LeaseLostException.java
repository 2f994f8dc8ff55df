package org.sweetwater.oracle.relay;

import org.sweetwater.wrappers.RetryableException;

/** Another daemon has taken this outbox over; this one must stop sending at once. */
final class LeaseLostException extends RetryableException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(long epoch) {
    super(
        "relay: lease %d is over, another daemon works on this outbox; waiting for it to end"
            .formatted(epoch));
  }
}
