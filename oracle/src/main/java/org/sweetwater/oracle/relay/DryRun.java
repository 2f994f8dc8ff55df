package org.sweetwater.oracle.relay;

import org.sweetwater.wrappers.Bytes;

/** What the node says a call would do in the newest state. */
sealed interface DryRun {
  /** It would succeed. {@code gas} is the node's estimate, without margin. */
  record Succeeds(long gas) implements DryRun {}

  /** It would revert with these bytes, possibly none. */
  record Reverts(Bytes data) implements DryRun {}

  /** It would fail otherwise, for example run out of gas. */
  record Fails(String message) implements DryRun {}
}
