package org.sweetwater.oracle.recount;

/** A rule that a vote breaks by itself, whenever it is brought. */
public enum Flaw {
  /** Signed by a Starknet account, or by an address that is not in EIP-55 form. */
  SENDER,
  /** Signed for another space. */
  SPACE,
  /** Signed under a domain with more than name and version. */
  DOMAIN,
  /** Signed with types that leave reason, app or metadata open. */
  TYPES,
  /** Signed for another proposal, or for this one in another spelling. */
  PROPOSAL,
  /** Not one of the choices 1, 2 and 3. */
  CHOICE,
  /** Dated before the start or after the end. */
  DATE,
  /** The archive gives it an id that is not its digest. */
  ID,
  /** No archived signature was made by the voter's own key. */
  SIGNATURE,
  /** The voter had no power at the snapshot. */
  POWER
}
