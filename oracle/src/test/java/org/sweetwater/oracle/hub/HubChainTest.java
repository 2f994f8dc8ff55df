package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    for (String other : new String[] {"", "1626ba7e", magic + "00".repeat(32), "00".repeat(32)}) {
      node.answerResult("eth_call", "\"0x" + other + "\"");
      assertThat(chain.acceptsSignature(ACCOUNT, Hash32.ZERO, Bytes.EMPTY)).isFalse();
    }
    node.answerError("eth_call", 3, "0x");
    assertThat(chain.acceptsSignature(ACCOUNT, Hash32.ZERO, Bytes.EMPTY)).isFalse();
  }

  @Test
  void hashesCode() {
    node.answerResult("eth_getCode", "\"0x6000\"");
    assertThat(chain.codeHash(ACCOUNT)).isEqualTo(Bytes.parse("0x6000").keccak());
    node.answerResult("eth_getCode", "null");
    assertThatThrownBy(() -> chain.codeHash(ACCOUNT)).isInstanceOf(RetryableException.class);
  }
}
