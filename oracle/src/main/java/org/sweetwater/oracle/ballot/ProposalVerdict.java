package org.sweetwater.oracle.ballot;

/** Whether a proposal can be opened now. */
sealed interface ProposalVerdict {
  /** It can. */
  record Openable() implements ProposalVerdict {}

  /** Not now; state or time may change that. */
  record Waiting(Reason reason) implements ProposalVerdict {}

  /** Never: a signed value, or time that has passed, forbids it. */
  record Refused(Reason reason) implements ProposalVerdict {}
}
