package org.sweetwater.wrappers.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/** The client against answers that Besu was seen to give and anvil does not. */
class ChainClientTest {
  private final FakeNode node = new FakeNode();
  private ChainClient client;

  @BeforeEach
  void connect() {
    client = ChainClient.connect(RpcEndpoint.of(node.url()), 1337);
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  @Test
  void takesAWholeBatchThatIsRefusedForAnError() {
    node.answersError(-32005, "Number of requests exceeds max batch size", "null");
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(() -> client.callAll(Address.ZERO, List.of(Bytes.EMPTY), BlockTag.LATEST))
        .withMessageContaining("Number of requests exceeds max batch size");
  }

  @Test
  void takesAnAnswerToNothingThatWasAskedForAFailure() {
    node.answers(200, "[{\"jsonrpc\":\"2.0\",\"id\":987654321,\"result\":\"0x\"}]");
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> client.callAll(Address.ZERO, List.of(Bytes.EMPTY), BlockTag.LATEST))
        .withMessageContaining("expected 1 answers to a batch of eth_call");
  }

  @Test
  void treatsANullResultOfACallAsFailure() {
    node.answersResult("null");
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> client.call(Address.ZERO, Bytes.EMPTY, BlockTag.LATEST))
        .withMessage(
            "chain: eth_call at %s answered null: the node does not have that block or its state",
            node.url());
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> client.codeAt(Address.ZERO, BlockTag.LATEST));
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> client.balance(Address.ZERO, BlockTag.LATEST));
  }

  @Test
  void readsTheBodyBehindHttp400() {
    node.answers(
        400,
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"}}");
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(client::blockNumber)
        .satisfies(e -> assertThat(e.code()).isEqualTo(-32600));
  }

  @Test
  void decodesARevertFromItsDataAlone() {
    node.answersError(
        3, "Execution reverted (anything)", "\"0x4e487b71" + "00".repeat(31) + "11\"");
    assertThat(client.call(Address.ZERO, Bytes.EMPTY, BlockTag.LATEST))
        .isInstanceOfSatisfying(
            CallOutcome.Reverted.class,
            reverted -> assertThat(reverted.revert().panicCode()).contains(BigInteger.valueOf(17)));
  }

  @Test
  void knowsHardhatsRevertByItsBytes() {
    node.answersError(
        -32603,
        "Error: VM Exception while processing transaction: reverted with a custom error",
        "{\"message\":\"reverted\",\"txHash\":\"0x01\",\"data\":\"0x47a849ab\"}");
    assertThat(client.call(Address.ZERO, Bytes.EMPTY, BlockTag.LATEST))
        .isEqualTo(new CallOutcome.Reverted(new Revert(Bytes.parse("0x47a849ab"))));
  }

  @Test
  void doesNotTakeOtherDataForARevert() {
    node.answersError(-32000, "missing trie node", "\"0x47a849ab\"");
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(() -> client.call(Address.ZERO, Bytes.EMPTY, BlockTag.LATEST));
  }

  @Test
  void keepsAnEmptyRevertApartFromAnError() {
    node.answersError(3, "Execution reverted", "null");
    assertThat(client.call(Address.ZERO, Bytes.EMPTY, BlockTag.LATEST))
        .isEqualTo(new CallOutcome.Reverted(new Revert(Bytes.EMPTY)));
    node.answersError(-32603, "Internal error", "{\"trace\":1}");
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(() -> client.call(Address.ZERO, Bytes.EMPTY, BlockTag.LATEST))
        .satisfies(e -> assertThat(e.method()).isEqualTo("eth_call"));
  }

  @Test
  void knowsTheRangeLimitFromOtherLimits() {
    node.answersError(-32005, "Requested range exceeds maximum RPC range limit", "null");
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(() -> client.logs(1, 9_999, List.of(Address.ZERO)))
        .satisfies(e -> assertThat(e.isRangeLimit()).isTrue());
    node.answersError(-32005, "Number of requests exceeds max batch size", "null");
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(() -> client.logs(1, 9_999, List.of(Address.ZERO)))
        .satisfies(e -> assertThat(e.isRangeLimit()).isFalse());
  }

  @Test
  void keepsMessagesShortAndOnOneLine() {
    node.answersError(-32603, "Internal error\\n" + "at java ".repeat(1_000), "null");
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(client::blockNumber)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500).doesNotContain("\n"));
  }

  @Test
  void stopsWhenAnApiIsDisabled() {
    node.answersError(-32604, "Method not enabled", "null");
    assertThatExceptionOfType(FatalException.class)
        .isThrownBy(client::blockNumber)
        .withMessageContaining("enable the ETH, NET and WEB3 APIs");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405})
  void stopsWhenTheAddressIsWrong(int status) {
    node.answers(status, "{\"message\":\"Host not authorized.\"}");
    assertThatExceptionOfType(FatalException.class)
        .isThrownBy(client::blockNumber)
        .withMessageContaining("HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 429, 500, 502, 503})
  void triesAgainWhenTheServerIsUnwell(int status) {
    node.answers(status, "<html>no</html>");
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(client::blockNumber)
        .withMessageContaining("HTTP " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"\"", "\"0x\"", "\"0xzz\"", "\"0xffffffffffffffffff\"", "{}"})
  void refusesANumberThatIsNone(String json) {
    node.answersResult(json);
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(client::blockNumber)
        .withMessageContaining("cannot read what " + node.url());
  }

  @Test
  void refusesABlockWithoutHash() {
    node.answersResult("{\"number\":\"0x1\"}");
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(client::latestBlock)
        .withMessageContaining("a member hash");
  }

  @Test
  void readsABlockOfBeforeBaseFees() {
    String hash = "\"" + Hash32.ZERO.hex() + "\"";
    node.answersResult(
        "{\"number\":\"0x1\",\"hash\":%s,\"parentHash\":%s,\"timestamp\":\"0x0\"}"
            .formatted(hash, hash));
    assertThat(client.fees()).isEqualTo(Fees.NONE);
  }

  @Test
  void saysWhenTheNodeIsNotThere() {
    RpcEndpoint endpoint = RpcEndpoint.of(node.url());
    node.close();
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> ChainClient.connect(endpoint))
        .withMessageContaining("cannot reach " + node.url())
        .withMessageEndingWith("start the node, or correct chain.rpcUrl");
  }

  @Test
  void neverShowsAKeyInTheUrl() {
    URI url = URI.create("https://user:secret@node.example:8545/v3/secret?key=secret");
    assertThat(RpcEndpoint.of(url)).hasToString("https://node.example:8545");
  }

  @Test
  void refusesEndpointsThatCannotWork() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RpcEndpoint.of(URI.create("ws://127.0.0.1:8546")))
        .withMessageContaining("found a URL with scheme ws");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RpcEndpoint(node.url(), Duration.ZERO, Duration.ofSeconds(1)))
        .withMessageContaining("connectTimeout");
  }
}
