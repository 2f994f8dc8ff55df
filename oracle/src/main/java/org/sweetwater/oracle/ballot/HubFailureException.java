package org.sweetwater.oracle.ballot;

import org.jspecify.annotations.Nullable;

/** One try at a hub failed; {@link SnapshotClient} tries again or gives up. */
final class HubFailureException extends Exception {
  private static final long serialVersionUID = 1L;
  private final boolean tooMany;

  /**
   * With what was found.
   *
   * @param tooMany whether the hub asked us to slow down
   */
  HubFailureException(String message, boolean tooMany, @Nullable Throwable cause) {
    super(message, cause);
    this.tooMany = tooMany;
  }

  /** Whether the hub asked us to slow down, so that trying again at once would make it worse. */
  boolean isTooMany() {
    return tooMany;
  }
}
