package org.sweetwater.oracle.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.chain.SendOutcome;

class NodeRelayChainTest {
  private static final Address TAKER = Address.parse("0x00000000000000000000000000000000000c0de2");
  private static final Address REFUSER =
      Address.parse("0x00000000000000000000000000000000000c0de3");
  private static final Address SPINNER =
      Address.parse("0x00000000000000000000000000000000000c0de4");
  private static final Bytes CALL = Bytes.parse("0xcafe0001");
  private static final RelayKey KEY = RelayKey.parse(Anvil.FIRST_KEY);

  private static Anvil anvil;
  private static ChainClient client;
  private static RelayChain chain;

  @BeforeAll
  static void start() {
    anvil = Anvil.start("--base-fee", "0");
    client = ChainClient.connect(anvil.endpoint());
    chain = new NodeRelayChain(client);
    anvil.rpc("anvil_setCode", TAKER.lowerHex(), "0x600160005500");
    // Reverts with its own calldata: CALLDATASIZE 0 0 CALLDATACOPY, CALLDATASIZE 0 REVERT.
    anvil.rpc("anvil_setCode", REFUSER.lowerHex(), "0x366000600037366000fd");
    // JUMPDEST 0 JUMP: runs until the gas is gone.
    anvil.rpc("anvil_setCode", SPINNER.lowerHex(), "0x5b600056");
    anvil.mine(3);
  }

  @AfterAll
  static void stop() {
    client.close();
    anvil.close();
  }

  @Test
  void triesCallsInTheNewestState() {
    assertThat(chain.dryRun(KEY.address(), TAKER, CALL)).isInstanceOf(DryRun.Succeeds.class);
    assertThat(chain.dryRun(KEY.address(), REFUSER, CALL)).isEqualTo(new DryRun.Reverts(CALL));
    assertThat(chain.dryRun(KEY.address(), SPINNER, CALL)).isInstanceOf(DryRun.Fails.class);
  }

  @Test
  void triesCallsInThePast() {
    assertThat(chain.revertAt(chain.headNumber() - 1, TAKER, CALL)).isEmpty();
    assertThat(chain.revertAt(chain.headNumber() - 1, REFUSER, CALL)).contains(CALL);
    assertThatThrownBy(() -> chain.revertAt(1_000_000, TAKER, CALL))
        .isInstanceOf(RetryableException.class);
  }

  @Test
  void sendsAndFollowsATransactionWithoutFee() throws InterruptedException {
    assertThat(chain.fees()).isEqualTo(Fees.NONE);
    assertThat(chain.balance(KEY.address())).isGreaterThan(BigInteger.ZERO);
    long nonce = chain.usedNonces(KEY.address());
    SignedTransaction signed =
        new TransactionSigner(KEY, Anvil.CHAIN_ID).call(nonce, TAKER, CALL, 100_000, Fees.NONE);
    assertThat(chain.send(signed.raw())).isEqualTo(new SendOutcome.Accepted(signed.hash()));
    assertThat(receiptOf(signed.hash()))
        .hasValueSatisfying(receipt -> assertThat(receipt.succeeded()).isTrue());
    assertThat(chain.usedNonces(KEY.address())).isEqualTo(nonce + 1);
    assertThat(chain.send(signed.raw())).isInstanceOf(SendOutcome.NonceTooLow.class);
    assertThat(chain.receipt(Hash32.ZERO)).isEqualTo(Optional.empty());
  }

  /** Anvil makes the block a moment after it has taken the transaction. */
  private static Optional<Receipt> receiptOf(Hash32 transaction) throws InterruptedException {
    Optional<Receipt> receipt = chain.receipt(transaction);
    for (int i = 0; i < 200 && receipt.isEmpty(); i++) {
      Thread.sleep(50);
      receipt = chain.receipt(transaction);
    }
    return receipt;
  }
}
