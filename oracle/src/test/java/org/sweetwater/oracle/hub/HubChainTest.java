package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;

class HubChainTest {
  private static final Address REGISTRY = TestSigner.of(1).address();
  private static final Address ACCOUNT = TestSigner.of(2).address();
  private static final Hash32 ONES = Hash32.parse("0x" + "11".repeat(32));

  private final FakeRpc node = new FakeRpc(1337);
  private final ChainClient client = ChainClient.connect(RpcEndpoint.of(node.url()), 1337);
  private final HubChain chain = new HubChain(client, REGISTRY);

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  /** 0x3a46b1a8 is the selector of ERC-5805's getPastVotes(address,uint256). */
  @Test
  void asksForPastVotesAtTheNewestBlock() {
    node.answerResult("eth_call", "\"0x" + "00".repeat(31) + "07\"");
    assertThat(chain.at(ACCOUNT, 258)).isEqualTo(7);
    assertThat(node.lastParams("eth_call").at("/0/to").asText()).isEqualTo(REGISTRY.lowerHex());
    assertThat(node.lastParams("eth_call").at("/0/data").asText())
        .isEqualTo("0x3a46b1a8" + ACCOUNT.toWord().hex().substring(2) + "00".repeat(30) + "0102");
    assertThat(node.lastParams("eth_call").at("/1").asText()).isEqualTo("latest");
  }

  @Test
  void takesNoAnswerOfItsForZero() {
    node.answerResult("eth_call", "null");
    assertThatThrownBy(() -> chain.at(ACCOUNT, 1)).isInstanceOf(RetryableException.class);
    node.answerResult("eth_call", "\"0x\"");
    assertThatThrownBy(() -> chain.at(ACCOUNT, 1))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("expected one word");
    node.answerError("eth_call", 3, "0x12345678");
    assertThatThrownBy(() -> chain.at(ACCOUNT, 1))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("reverted");
  }

  @Test
  void acceptsOnlyTheMagicValueOfAContractWallet() {
    String magic = "1626ba7e" + "00".repeat(28);
    node.answerResult("eth_call", "\"0x" + magic + "\"");
    assertThat(chain.acceptsSignature(ACCOUNT, Hash32.ZERO, Bytes.parse("0xab"))).isTrue();
    assertThat(node.lastParams("eth_call").at("/0/data").asText())
        .isEqualTo(
            "0x1626ba7e"
                + "00".repeat(32)
                + "00".repeat(31)
                + "40"
                + "00".repeat(31)
                + "01"
                + "ab"
                + "00".repeat(31));
    // As in SignatureLib: one word is read, whatever follows.
    node.answerResult("eth_call", "\"0x" + magic + "00".repeat(32) + "\"");
    assertThat(chain.acceptsSignature(ACCOUNT, Hash32.ZERO, Bytes.EMPTY)).isTrue();
    for (String other : new String[] {"", "1626ba7e", "00".repeat(32) + magic, "00".repeat(32)}) {
      node.answerResult("eth_call", "\"0x" + other + "\"");
      assertThat(chain.acceptsSignature(ACCOUNT, Hash32.ZERO, Bytes.EMPTY)).isFalse();
    }
    node.answerError("eth_call", 3, "0x");
    assertThat(chain.acceptsSignature(ACCOUNT, Hash32.ZERO, Bytes.EMPTY)).isFalse();
  }

  /** The question: a selector, 32 ones, the offset 0x40 and the length 0 in words of 32 bytes. */
  @Test
  void givesAWalletTheContractsGasAndTakesASilentEndForNo() {
    node.answerResult("eth_call", "\"0x\"");
    chain.acceptsSignature(ACCOUNT, ONES, Bytes.EMPTY);
    BigInteger gas =
        new BigInteger(
            node.lastParams("eth_call").at("/0/gas").asText().substring("0x".length()), 16);
    assertThat(gas).isEqualTo(500_000 + 21_000 + (4 + 32 + 1) * 16 + (31 + 32) * 4);
    for (String words :
        new String[] {
          "Transaction processing could not be completed due to an exception (Out of gas)",
          "EVM error InvalidFEOpcode"
        }) {
      node.answerFailure("eth_call", -32000, words);
      assertThat(chain.acceptsSignature(ACCOUNT, ONES, Bytes.EMPTY)).isFalse();
    }
    node.answerFailure("eth_call", -32000, "the node is overloaded");
    assertThatThrownBy(() -> chain.acceptsSignature(ACCOUNT, ONES, Bytes.EMPTY))
        .isInstanceOf(RetryableException.class);
  }

  @Test
  void hashesCode() {
    node.answerResult("eth_getCode", "\"0x6000\"");
    assertThat(chain.codeHash(ACCOUNT)).isEqualTo(Bytes.parse("0x6000").keccak());
    node.answerResult("eth_getCode", "null");
    assertThatThrownBy(() -> chain.codeHash(ACCOUNT)).isInstanceOf(RetryableException.class);
  }
}
