package org.sweetwater.oracle.ballot;

import java.util.regex.Pattern;
import org.sweetwater.oracle.message.NotCountable;

/**
 * Why something does not open or count, as the API shows it.
 *
 * @param code in upper snake case, from {@link NotCountable}, {@link ContractVerdict} or {@link
 *     OpenRule}
 * @param detail one line: what is wrong, what was found, what to do
 */
record Reason(String code, String detail) {
  /** Longest detail that is kept; hostile messages may be long. */
  static final int DETAIL_MAX = 1000;

  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

  /** PostgreSQL refuses U+0000, and a line of a log is a line. */
  Reason {
    detail = CONTROLS.matcher(detail).replaceAll("?");
    detail = detail.length() <= DETAIL_MAX ? detail : detail.substring(0, DETAIL_MAX - 1) + "…";
  }

  static Reason of(NotCountable reason, String found) {
    return new Reason(reason.name(), reason.text() + " (" + found + ")");
  }

  static Reason of(ContractVerdict verdict) {
    return new Reason(verdict.name(), verdict.text());
  }

  static Reason of(OpenRule rule, String found) {
    return new Reason(rule.name(), rule.text() + " (" + found + ")");
  }
}
