package org.sweetwater.oracle.message;

/**
 * Why a message that Snapshot takes as valid cannot count on-chain. The name is the reason code
 * that the API shows; the text says what to do.
 */
public enum NotCountable {
  SPACE("signed for another space; sign again for this deployment's space"),
  DOMAIN(
      "the signed EIP-712 domain has more than name and version; sign with a wallet that adds nothing"),
  TYPES(
      "signed with types that leave fields unsigned; update the client (snapshot.js 0.12 or newer)"),
  STARKNET("the sender is a Starknet account; only Ethereum accounts hold nodes here"),
  ALIAS_SIGNER("signed by an alias; sign with the account itself"),
  SIGNATURE_INVALID("the signature is not the sender's; sign again"),
  VOTING_TYPE(
      "the voting type is neither basic nor single-choice; create the proposal with one of them"),
  CHOICES("the choices are not exactly For, Against, Abstain; create the proposal with these"),
  PRIVACY("the proposal is encrypted; create it without privacy"),
  EDITABLE("the proposal could still be edited; sign it at least 310 s after its start"),
  PLUGINS(
      "plugins is not exactly {\"sweetwater\":{\"action\":\"0x…\"}}; create the proposal with our client"),
  CALL_MISSING("the body has no sweetwater-call block; create the proposal with our client"),
  CALL_MALFORMED(
      "the body's sweetwater-call block is not in the exact form; create the proposal with our client"),
  CALL_MISMATCH(
      "the call in the body is not the one that plugins commits to for this chain and ballot; create the proposal for this deployment"),
  PROPOSAL_ID(
      "the proposal id is not 0x and 64 lower-case hex digits; vote on the id as the hub shows it"),
  CHOICE_ENCODING("the choice is not signed as uint32; vote with one choice number"),
  CHOICE_RANGE("the choice is not 1 (For), 2 (Against) or 3 (Abstain); vote with one of them");

  private final String text;

  NotCountable(String text) {
    this.text = text;
  }

  /** What is wrong and what to do, one line without a full stop. */
  public String text() {
    return text;
  }
}
