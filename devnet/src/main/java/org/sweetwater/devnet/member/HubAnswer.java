package org.sweetwater.devnet.member;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** What a sequencer said to a posted message. */
sealed interface HubAnswer {
  /**
   * Taken.
   *
   * @param ipfs the content id under which the message is pinned
   * @param receipt the relayer's signature over the message's signature
   */
  record Taken(Hash32 id, String ipfs, Address relayer, String receipt) implements HubAnswer {}

  /** Refused in the hub's words; {@code detail} may be empty. */
  record Refused(int status, String reason, String detail) implements HubAnswer {}

  /** Nothing that a sequencer would say. */
  record Unreachable(String reason) implements HubAnswer {}
}
