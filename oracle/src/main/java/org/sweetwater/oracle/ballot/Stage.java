package org.sweetwater.oracle.ballot;

import java.util.Locale;

/** How far a proposal has come. */
enum Stage {
  /** A hub lists it, but gives no message for it. */
  UNREADABLE,
  /** Not open on the chain. */
  WAITING,
  /** Open, and votes may be brought. */
  COUNTING,
  /** Open, and counting is over. */
  CLOSING,
  /** Passed, and to be executed. */
  PASSED,
  /** Nothing is left to do. */
  DONE,
  /** It can never be opened. */
  REFUSED;

  String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Stage fromSql(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
