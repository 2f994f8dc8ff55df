package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.web3j.crypto.Credentials;

/** On a chain where gas has a price and nobody but the funder has money. */
class FundingTest {
  private static final Credentials FUNDER = Credentials.create("0x" + "f0".repeat(32));
  private static final BigInteger GAS_EACH = BigInteger.valueOf(60_000_000);

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private Anvil anvil;
  private ChainClient chain;

  @BeforeEach
  void start() {
    anvil = Anvil.start("--balance", "0");
    chain = ChainClient.connect(anvil.endpoint());
  }

  @AfterEach
  void stop() {
    chain.close();
    anvil.close();
  }

  private Funding funding() {
    return new Funding(
        chain, FUNDER, new Narrator(new PrintStream(told, true, StandardCharsets.UTF_8)));
  }

  private void giveFunder(BigInteger wei) {
    anvil.rpc("anvil_setBalance", addressOf(FUNDER).lowerHex(), "0x" + wei.toString(16));
  }

  private static Address addressOf(Credentials account) {
    return Accounts.addressOf(account);
  }

  private BigInteger balanceOf(Credentials account) {
    return chain.balance(addressOf(account), BlockTag.LATEST);
  }

  @Test
  void givesEverybodyEnoughForGasAndNobodyTwice() throws InterruptedException {
    giveFunder(BigInteger.TEN.pow(20));
    BigInteger least = chain.latestBlock().baseFeePerGas().multiply(GAS_EACH);

    funding().fund();

    assertThat(Accounts.senders())
        .hasSize(21)
        .allSatisfy(account -> assertThat(balanceOf(account)).isGreaterThan(least));
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("funded    21 accounts");

    BigInteger left = balanceOf(FUNDER);
    funding().fund();
    assertThat(balanceOf(FUNDER)).isEqualTo(left);
  }

  @Test
  void namesTheFunderThatHasTooLittle() {
    giveFunder(BigInteger.TWO);
    assertThatExceptionOfType(DevnetException.class)
        .isThrownBy(() -> funding().fund())
        .withMessageStartingWith("the funder %s: expected ", addressOf(FUNDER))
        .withMessageContaining("found 2; send it money");
  }
}
