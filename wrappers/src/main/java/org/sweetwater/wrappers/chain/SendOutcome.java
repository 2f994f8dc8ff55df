package org.sweetwater.wrappers.chain;

import java.util.List;
import java.util.Locale;
import org.sweetwater.wrappers.Hash32;

/**
 * What the node said to a signed transaction.
 *
 * <p>Accepted is not mined, and Besu accepts transactions that can never be mined: whoever sends
 * sets itself a time limit.
 */
public sealed interface SendOutcome {
  /** JSON-RPC's "invalid params": the node could not even read the transaction. */
  int INVALID_PARAMS = -32_602;

  /** What no waiting heals, in lower case: Besu's words first, then anvil's. */
  List<String> NEVER =
      List.of(
          "invalid signature",
          "wrong chainid",
          "chainid not supported",
          "chainid is required",
          "intrinsic gas exceeds gas limit",
          "gas limit exceeds block gas limit",
          "gas limit cap exceeded",
          "max priority fee per gas exceeds max fee per gas",
          "invalid chain id",
          "intrinsic gas too low",
          "intrinsic gas too high",
          "transaction gas limit is greater than",
          "max priority fee per gas higher than max fee per gas",
          "max initcode size exceeded",
          "transaction type not supported",
          "failed to decode signed transaction");

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

  /** Wrong chain, too much or too little gas, malformed: sending the same again is vain. */
  record Refused(int code, String detail) implements SendOutcome {}

  /**
   * Not taken, for a reason that lies in the node or that we do not know: a node that is not in
   * sync yet, an invalid transaction before this one, Besu's bare "Internal error". The same
   * transaction may be taken later.
   */
  record NotNow(int code, String detail) implements SendOutcome {}

  /**
   * Sorts an error of {@code eth_sendRawTransaction}.
   *
   * <p>Codes overlap between clients (-32000 serves for most), so the text decides where it must;
   * the words are those of Besu 26.8 and anvil 1.7. Only what is known to be final is {@link
   * Refused}; for what is unknown, giving up could lose a vote, and trying again costs a request.
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
    if (feeTooLow) {
      return new FeeTooLow(reason);
    }
    boolean isFinal = code == INVALID_PARAMS || NEVER.stream().anyMatch(lower::contains);
    return isFinal ? new Refused(code, reason) : new NotNow(code, reason);
  }
}
