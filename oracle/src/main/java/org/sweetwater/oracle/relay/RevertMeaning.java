package org.sweetwater.oracle.relay;

/** What a revert says about the call that met it. */
public enum RevertMeaning {
  /** The chain already stands where the call would have brought it. */
  ALREADY_DONE,
  /** Too early, or waiting for something else: try again later. */
  NOT_YET,
  /** No later try can succeed. */
  NEVER
}
