package org.sweetwater.oracle.message;

import org.sweetwater.wrappers.Address;

/** What can be said about a signature without asking a chain. */
public sealed interface SignatureOutcome {
  /** The signer made it; {@code signature} is its normal form. */
  record SignedByKey(CompactSignature signature) implements SignatureOutcome {}

  /**
   * Another key made it, if {@code recovered} is a key at all. The account may still be a contract
   * that accepts it by ERC-1271.
   */
  record SignedByOther(Address recovered) implements SignatureOutcome {}

  /** Not an ECDSA signature, only bytes; for ERC-1271 to judge (a Safe's may be empty). */
  record Opaque() implements SignatureOutcome {}

  /** Not {@code 0x} and pairs of hex digits; nobody can accept it. */
  record Unreadable(String detail) implements SignatureOutcome {}
}
