package org.sweetwater.oracle.cradle.canary;

/** What became of a posted message. */
@SuppressWarnings("AnnotateFormatMethod") // That annotation would be a dependency of its own.
sealed interface Taking {
  /** It will be carried, or was here before in the same words. */
  record Taken() implements Taking {}

  /** It is not kept. */
  record Refused(Refusal refusal) implements Taking {}

  static Taking refused(int status, String reason) {
    return new Refused(new Refusal(status, reason));
  }
}
