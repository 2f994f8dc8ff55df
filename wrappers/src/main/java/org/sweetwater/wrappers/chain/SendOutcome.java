package org.sweetwater.wrappers.chain;

import java.util.Locale;
import org.sweetwater.wrappers.Hash32;

/**
 * What the node said to a signed transaction.
 *
 * <p>Accepted is not mined, and Besu accepts transactions that can never be mined: whoever sends
 * sets itself a time limit.
 */
public sealed interface SendOutcome {
  /** The node has it now. */
  record Accepted(Hash32 hash) implements SendOutcome {}

  /** The node had it before, and it still waits. */
  record AlreadyKnown(Hash32 hash) implements SendOutcome {}

  /** A transaction with this nonce is mined, perhaps this very one: look at the receipt. */
  record NonceTooLow(String detail) implements SendOutcome {}

  /** The nonce is too far ahead of the account's: wait until earlier ones are mined. */
  record NonceTooDistant(String detail) implements SendOutcome {}

  /** Another transaction with this nonce waits and pays more: raise the fee. */
  record ReplacementUnderpriced(String detail) implements SendOutcome {}

  /** The fee is below what the block or the node asks for. */
  record FeeTooLow(String detail) implements SendOutcome {}

  /** The account cannot pay for gas and value. */
  record InsufficientFunds(String detail) implements SendOutcome {}

  /** Refused for any other reason: wrong chain, too much gas, malformed. Sending again is vain. */
  record Refused(int code, String detail) implements SendOutcome {}

  /**
   * Sorts an error of {@code eth_sendRawTransaction}.
   *
   * <p>Codes overlap between clients (-32000 serves for most), so the text decides where it must;
   * the words are those of Besu 26.8 and anvil 1.7.
   */
  static SendOutcome from(Hash32 hash, int code, String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("known transaction") || lower.contains("already imported")) {
      return new AlreadyKnown(hash);
    }
    if (lower.contains("too distant")) {
      return new NonceTooDistant(reason);
    }
    if (lower.contains("nonce too low")) {
      return new NonceTooLow(reason);
    }
    if (lower.contains("replacement transaction underpriced")) {
      return new ReplacementUnderpriced(reason);
    }
    if (lower.contains("insufficient funds") || lower.contains("upfront cost exceeds")) {
      return new InsufficientFunds(reason);
    }
    boolean feeTooLow =
        lower.contains("base fee") || lower.contains("basefee") || lower.contains("gas price");
    return feeTooLow ? new FeeTooLow(reason) : new Refused(code, reason);
  }
}
