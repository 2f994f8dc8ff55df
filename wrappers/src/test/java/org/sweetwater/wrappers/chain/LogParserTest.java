package org.sweetwater.wrappers.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/** Logs, read from the tokens of an answer. */
class LogParserTest {
  private static final String BLOCK = "0x" + "b1".repeat(32);
  private static final String OTHER_BLOCK = "0x" + "b2".repeat(32);
  private static final String TRANSACTION = "0x" + "7a".repeat(32);
  private static final String CONTRACT = "0x" + "c0".repeat(20);

  private final FakeNode node = new FakeNode();
  private final ChainClient client = ChainClient.connect(RpcEndpoint.of(node.url()), 1337);

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  private List<LogEntry> logs() {
    return client.logs(1, 9, List.of(Address.parse(CONTRACT)));
  }

  private static String log(String number, String block, String index, String more) {
    return "{\"address\":\"%s\",\"topics\":[\"%s\",\"%s\"],\"data\":\"0x01\",\"blockHash\":\"%s\",\"blockNumber\":\"%s\",\"transactionHash\":\"%s\",\"transactionIndex\":\"0x2\",\"logIndex\":\"%s\"%s}"
        .formatted(CONTRACT, BLOCK, TRANSACTION, block, number, TRANSACTION, index, more);
  }

  @Test
  void readsEveryMemberAndSkipsWhatItDoesNotKnow() {
    node.answersResult(
        "[%s,%s]"
            .formatted(
                log("0x5", BLOCK, "0x0", ",\"removed\":false,\"blockTimestamp\":\"0x1\""),
                log("0x6", OTHER_BLOCK, "0xff", ",\"odd\":{\"a\":[1,{}]}")));
    assertThat(logs())
        .containsExactly(entry(5, BLOCK, 0), entry(6, OTHER_BLOCK, 255))
        .first()
        .satisfies(log -> assertThat(log.topics()).hasSize(2));
  }

  private static LogEntry entry(long number, String block, int index) {
    return new LogEntry(
        new BlockRef(number, Hash32.parse(block)),
        Hash32.parse(TRANSACTION),
        2,
        index,
        Address.parse(CONTRACT),
        List.of(Hash32.parse(BLOCK), Hash32.parse(TRANSACTION)),
        Bytes.parse("0x01"));
  }

  @Test
  void readsNoLogs() {
    node.answersResult("[]");
    assertThat(logs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blockNumber",
        "blockHash",
        "transactionHash",
        "transactionIndex",
        "logIndex",
        "address",
        "topics",
        "data"
      })
  void aMissingMemberIsAFailureThatNamesIt(String member) {
    node.answersResult("[" + log("0x5", BLOCK, "0x0", "").replace(member, "x" + member) + "]");
    assertThatThrownBy(this::logs)
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("cannot read what " + node.url())
        .hasMessageContaining("expected a member " + member);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "[7]",
        "[[]]",
        "[{\"topics\":7}]",
        "[{\"data\":\"0x0\"}]",
        "[{",
        "\"\""
      })
  void whatIsNoListOfLogsIsAFailure(String json) {
    node.answersResult(json);
    assertThatExceptionOfType(RetryableException.class).isThrownBy(this::logs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0x", "0xg", "0x1234567890abcdef0", "-0x1"})
  void aNumberThatIsNoneIsAFailure(String number) {
    node.answersResult("[" + log(number, BLOCK, "0x0", "") + "]");
    assertThatThrownBy(this::logs)
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("expected a quantity");
  }

  @Test
  void moreLogsThanFitAreAskedForInParts() {
    node.answersResult(
        IntStream.rangeClosed(0, 50_000)
            .mapToObj(i -> log("0x5", BLOCK, "0x" + Integer.toHexString(i), ""))
            .collect(Collectors.joining(",", "[", "]")));
    assertThatExceptionOfType(TooManyLogsException.class).isThrownBy(this::logs);
  }

  @Test
  void aBatchThatIsNotAnsweredWhollyIsAFailure() {
    node.answersResult("null");
    assertThatExceptionOfType(RetryableException.class)
        .isThrownBy(() -> client.blocksByNumber(1, 2))
        .withMessageContaining("expected 2 answers to a batch of eth_getBlockByNumber");
  }

  @Test
  void takesABatchThatIsRefusedForAnError() {
    node.answersError(-32005, "Number of requests exceeds max batch size", "null");
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(() -> client.blocksByNumber(1, 2))
        .withMessageContaining("max batch size");
  }

  @Test
  void readsTheLogsOfReceipts() {
    node.answersResult("[{\"logs\":[%s]},{\"logs\":[]}]".formatted(log("0x5", BLOCK, "0x0", "")));
    assertThat(client.logsOfReceipts(Hash32.parse(BLOCK))).contains(List.of(entry(5, BLOCK, 0)));
    node.answersResult("null");
    assertThat(client.logsOfReceipts(Hash32.parse(BLOCK))).isEmpty();
  }

  @Test
  void makesTheFilterOfLogs() {
    LogsBloom.Maker maker = new LogsBloom.Maker();
    LogsBloom filter = maker.of(List.of(entry(5, BLOCK, 0)));
    assertThat(filter.mayHold(Address.parse(CONTRACT))).isTrue();
    assertThat(filter.mayHold(Hash32.parse(TRANSACTION))).isTrue();
    assertThat(filter.mayHold(Hash32.ZERO)).isFalse();
    assertThat(maker.of(List.of(entry(6, OTHER_BLOCK, 1)))).isEqualTo(filter);
    assertThat(maker.of(List.of())).isNotEqualTo(filter);
  }
}
