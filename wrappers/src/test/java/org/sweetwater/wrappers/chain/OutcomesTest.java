package org.sweetwater.wrappers.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

class OutcomesTest {
  /** The texts of Besu 26.8 and anvil 1.7. */
  @ParameterizedTest
  @CsvSource({
    "-32000, Known transaction, AlreadyKnown",
    "-32003, transaction already imported, AlreadyKnown",
    "-32001, Nonce too low, NonceTooLow",
    "-32003, nonce too low, NonceTooLow",
    "-32000, Transaction nonce is too distant from current sender nonce, NonceTooDistant",
    "-32000, Replacement transaction underpriced, ReplacementUnderpriced",
    "-32003, replacement transaction underpriced, ReplacementUnderpriced",
    "-32003, Insufficient funds for gas * price + value, InsufficientFunds",
    "-32004, Upfront cost exceeds account balance, InsufficientFunds",
    "-32009, Gas price below current base fee, FeeTooLow",
    "-32003, max fee per gas less than block base fee, FeeTooLow",
    "-32009, Gas price below configured minimum gas price, FeeTooLow",
    "-32000, Wrong chainId, Refused",
    "-32000, ChainId not supported, Refused",
    "-32000, ChainId is required, Refused",
    "-32000, Max priority fee per gas exceeds max fee per gas, Refused",
    "-32002, Invalid signature, Refused",
    "-32003, Intrinsic gas exceeds gas limit, Refused",
    "-32005, Transaction gas limit cap exceeded, Refused",
    "-32005, Transaction gas limit exceeds block gas limit, Refused",
    "-32602, Invalid params, Refused",
    "-32602, Invalid transaction type, Refused",
    "-32003, intrinsic gas too low, Refused",
    "-32003, intrinsic gas too high -- tx.gas_limit > env.block.gas_limit, Refused",
    "-32003, max priority fee per gas higher than max fee per gas, Refused",
    "-32003, max initcode size exceeded, Refused",
    "-32003, invalid chain id for signer, Refused",
    "-32602, Failed to decode signed transaction, Refused",
    "-32008, Initial sync is still in progress, NotNow",
    "-32000, An invalid transaction with a lower nonce exists, NotNow",
    "-32603, Internal error, NotNow",
    "-32603, Timeout expired, NotNow",
    "-32002, Transaction pool not enabled., NotNow",
    "-32007, Sender account not authorized to send transactions, NotNow",
    "-32000, Plugin has marked the transaction as invalid, NotNow",
    "-32000, something that no list has, NotNow",
  })
  void sortsWhatNodesSayToATransaction(int code, String reason, String outcome) {
    assertThat(SendOutcome.from(Hash32.ZERO, code, reason).getClass().getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void asksForTwiceTheBaseFeeAndTheTip() {
    assertThat(Fees.above(BigInteger.TEN, BigInteger.TWO))
        .isEqualTo(new Fees(BigInteger.TWO, BigInteger.valueOf(22)));
  }

  @Test
  void asksForNothingWhereGasIsFreeWhateverTipTheNodeNames() {
    assertThat(Fees.above(BigInteger.ZERO, BigInteger.ONE)).isEqualTo(Fees.NONE);
  }

  @Test
  void refusesATipAboveTheMaximum() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fees(BigInteger.TWO, BigInteger.ONE))
        .withMessage("fees: expected 0 ≤ tip ≤ maximum, found 2, 1");
  }

  @Test
  void describesARevertByItsReasonItsPanicCodeOrItsBytes() {
    assertThat(new Revert(Bytes.EMPTY).describe()).isEqualTo("no reason given");
    assertThat(new Revert(Bytes.parse("0x12345678")).describe()).isEqualTo("0x12345678");
    Bytes panic = Bytes.parse("0x4e487b71" + "00".repeat(31) + "11");
    assertThat(new Revert(panic).describe()).isEqualTo("panic 0x11");
    assertThat(new Revert(error("04", "6e6f7065")).describe()).isEqualTo("nope");
  }

  @Test
  void doesNotReadPastTheEndOfAReason() {
    assertThat(new Revert(error("ff", "6e6f7065")).reason()).isEmpty();
    assertThat(new Revert(Bytes.parse("0x08c379a0")).reason()).isEmpty();
    assertThat(new Revert(Bytes.parse("0x08")).selector()).isEmpty();
  }

  @Test
  void asksForBlocksAsJsonRpcDoes() {
    assertThat(BlockTag.at(255).toParam()).isEqualTo("0xff");
    assertThat(BlockTag.PENDING.toParam()).isEqualTo("pending");
    assertThatIllegalArgumentException().isThrownBy(() -> BlockTag.at(-1));
  }

  private static Bytes error(String lengthByte, String text) {
    return Bytes.parse("0x08c379a0" + "00".repeat(31) + "20" + "00".repeat(31) + lengthByte + text);
  }
}
