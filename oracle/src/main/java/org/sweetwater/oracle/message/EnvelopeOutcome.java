package org.sweetwater.oracle.message;

/** What reading an envelope gave. */
public sealed interface EnvelopeOutcome {
  /** The bytes are a well-formed envelope; its signature has not been looked at. */
  record Parsed(Envelope envelope) implements EnvelopeOutcome {}

  /** The bytes are refused. {@code detail} says what was expected and found. */
  record Refused(Reason reason, String detail) implements EnvelopeOutcome {}

  /** Why an envelope is refused, with the sequencer's own words. */
  enum Reason {
    WRONG_ENVELOPE_FORMAT("wrong envelope format"),
    TOO_LARGE("too large message"),
    WRONG_DOMAIN("wrong domain"),
    WRONG_TYPES("wrong types"),
    WRONG_PROPOSAL_FORMAT("wrong proposal format"),
    WRONG_VOTE_FORMAT("wrong vote format"),
    TOO_LARGE_METADATA("too large metadata"),
    WRONG_MESSAGE_FORMAT("wrong message format");

    private final String snapshotText;

    Reason(String snapshotText) {
      this.snapshotText = snapshotText;
    }

    /** The text that Snapshot's sequencer answers in {@code error_description}. */
    public String snapshotText() {
      return snapshotText;
    }
  }
}
