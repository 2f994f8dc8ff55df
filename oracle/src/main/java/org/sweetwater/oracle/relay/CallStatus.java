package org.sweetwater.oracle.relay;

import java.util.Locale;

/** Where a call stands. */
public enum CallStatus {
  /** To be tried when its time comes. */
  WAITING,
  /** Signed under a nonce; not yet in a block. */
  PENDING,
  /** In a block that may still be rolled back. */
  MINED,
  /** Made, and deep enough in the chain. */
  DONE,
  /** Not needed any more: the chain already stands where the call would have brought it. */
  SUPERSEDED,
  /** Can never succeed; the reason says why. */
  ABANDONED;

  /** Whether the relay has nothing left to do, short of a rolled-back block. */
  public boolean isFinal() {
    return switch (this) {
      case DONE, SUPERSEDED, ABANDONED -> true;
      case WAITING, PENDING, MINED -> false;
    };
  }

  String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  static CallStatus fromSql(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
