package org.sweetwater.oracle.ballot;

import org.sweetwater.wrappers.Bytes;

/** What the contract would make of a signed message now. */
public sealed interface HandOver {
  /** It would take it: {@code calldata} is the call to the ballot contract that brings it. */
  record Ready(Bytes calldata) implements HandOver {}

  /** It has it already; nothing needs to be sent. */
  record Done(String detail) implements HandOver {}

  /**
   * It would not.
   *
   * @param code as the API shows it, for example {@code NO_POWER}
   * @param detail one line: what is wrong, what was found, what to do
   */
  record Refused(String code, String detail) implements HandOver {}
}
