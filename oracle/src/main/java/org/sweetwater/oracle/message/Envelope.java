package org.sweetwater.oracle.message;

import org.sweetwater.wrappers.Address;

/**
 * A message in its envelope, as wallets post it and as IPFS keeps it.
 *
 * @param address who claims to have signed: an alias, or {@code message.from} itself
 * @param signature the signature's text as sent, usually {@code 0x} and 130 digits; anything for a
 *     contract wallet
 * @param message what was signed
 * @param pinnedJson the exact text that Snapshot pins on IPFS: {@code {address,sig,hash,data}}
 *     without {@code types.EIP712Domain}
 */
public record Envelope(
    Address address, String signature, SnapshotMessage message, String pinnedJson) {
  /** Longest envelope, in UTF-16 units of its compact JSON (Snapshot's own limit). */
  public static final int CHARS_MAX = 100_000;

  /**
   * Reads an envelope as posted ({@code address, sig, data}) or as pinned ({@code address, sig,
   * hash, data}); a pinned {@code hash} must be the id.
   *
   * <p>Stricter than Snapshot in three points, none of which a client uses: duplicate keys, text
   * that is not UTF-8, and the character U+0000 (PostgreSQL cannot store it) are refused; Starknet
   * signers are too.
   */
  public static EnvelopeOutcome parse(byte[] body) {
    return new EnvelopeReader().read(body);
  }

  /** Whether the signer is not the sender, so that an alias message would have to allow it. */
  public boolean isByAlias() {
    return !message.sender().map(address::equals).orElse(false);
  }
}
