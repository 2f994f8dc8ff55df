package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.indexer.FakeRpc;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;

final class RpcChainSourceTest {
  private final FakeRpc node = new FakeRpc();
  private final ChainClient client = ChainClient.connect(RpcEndpoint.of(node.url()));
  private final RpcChainSource source =
      new RpcChainSource(client, List.of(ScriptedSource.CONTRACT));

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-32005 | Requested range exceeds maximum RPC range limit",
        "-32603 | Timeout expired",
        "-32005 | query returned more than 10000 results",
        "-32602 | Log response size exceeded",
        "-32000 | block range is too wide"
      })
  void whatIsTooLargeIsToldApart(int code, String text) {
    node.error("eth_getLogs", code, text);
    assertThatThrownBy(() -> source.logs(1, 2))
        .isInstanceOf(RangeTooLargeException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"-32602 | Invalid params", "-32603 | Internal error", "-32000 | Block not found"})
  void theRestIsTriedAgain(int code, String text) {
    node.error("eth_getLogs", code, text);
    assertThatThrownBy(() -> source.logs(1, 2))
        .isInstanceOf(RetryableException.class)
        .isNotInstanceOf(RangeTooLargeException.class);
    assertThatThrownBy(() -> source.logs(Hash32.ZERO)).isInstanceOf(RetryableException.class);
  }

  @Test
  void nullLogsAreAFailureAndANullBlockIsNone() {
    node.result("eth_getLogs", "null");
    node.result("eth_getBlockByNumber", "null");
    node.result("eth_blockNumber", "\"0x10\"");
    assertThatThrownBy(() -> source.logs(1, 2)).isInstanceOf(RetryableException.class);
    assertThat(source.blockByNumber(3)).isEmpty();
    assertThat(source.headNumber()).isEqualTo(16);
  }
}
