package org.sweetwater.oracle.hub;

import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.NotCountable;

/**
 * Why a message is not taken.
 *
 * @param code a stable word in capitals, which the API shows
 * @param text for {@code error_description}; Snapshot's own words where Snapshot has them
 * @param detail what was expected and found; may hold text from the message
 */
record Refusal(String code, String text, String detail) {
  /** As long as the table allows, with room for a word in front. */
  private static final int DETAIL_MAX = 700;

  Refusal {
    detail = detail.length() <= DETAIL_MAX ? detail : detail.substring(0, DETAIL_MAX) + "…";
  }

  static Refusal of(EnvelopeOutcome.Refused refused) {
    return new Refusal(refused.reason().name(), refused.reason().snapshotText(), refused.detail());
  }

  /** Valid on Snapshot, but of no use to a ballot. */
  static Refusal of(NotCountable reason, String detail) {
    return new Refusal(reason.name(), reason.text(), detail);
  }

  /** Snapshot's words for a wrong choice, kept because clients know them. */
  static Refusal invalidChoice(String detail) {
    return new Refusal(
        NotCountable.CHOICE_RANGE.name(),
        "invalid choice",
        NotCountable.CHOICE_RANGE.text() + ": " + detail);
  }
}
