package org.sweetwater.oracle.hub;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** What became of a message that somebody posted. */
sealed interface SubmitOutcome {
  /** Taken and stored; {@code receipt} is the relayer's signature over the message's signature. */
  record Accepted(Hash32 id, String ipfs, Address relayer, Bytes receipt)
      implements SubmitOutcome {}

  /** The sender must change something. */
  record Refused(Refusal refusal) implements SubmitOutcome {}

  /** The same message is being handled at this moment. */
  record InProgress() implements SubmitOutcome {}

  /** We cannot judge it now, for no fault of the sender; it may be sent again. */
  record Unavailable(String text) implements SubmitOutcome {}
}
