package org.sweetwater.wrappers.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the imitation says, byte for byte, what Besu was heard to say. */
class FakeBesuTest {
  private static FakeBesu besu;

  @BeforeAll
  static void start() {
    besu = FakeBesu.start();
  }

  @AfterAll
  static void stop() {
    besu.close();
  }

  private static Socket connect(FakeBesu node) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), node.url().getPort());
  }

  /** Status line and body of the answer to one request. */
  private static String exchange(String host, String body) throws IOException {
    try (Socket socket = connect(besu)) {
      String request =
          "POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(host, body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("")
          + " "
          + answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  private static String ask(String method, String params) throws IOException {
    String request =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}".formatted(method, params);
    return exchange("localhost:8545", request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "eth_accounts | [] | \"result\":[]",
        "eth_maxPriorityFeePerGas | [] | \"result\":\"0x1\"",
        "eth_sendTransaction | [{}] | {\"code\":-32604,\"message\":\"Method not enabled\"}",
        "anvil_mine | [] | {\"code\":-32601,\"message\":\"Method not found\"}",
        "evm_increaseTime | [1] | {\"code\":-32601,\"message\":\"Method not found\"}",
        "eth_getBlockByNumber | [\"finalized\",false] | {\"code\":-39001,\"message\":\"Unknown block\"}",
        "eth_getBlockByNumber | [\"0xffffff\",false] | \"result\":null",
        "eth_getBalance | [\"0x0000000000000000000000000000000000000001\",\"0xffffff\"] | \"result\":null",
        "eth_call | [{}] | {\"code\":-32602,\"message\":\"Invalid block param (block not found)\"}",
        "eth_call | [{},\"safe\"] | {\"code\":-39001,\"message\":\"Unknown block\"}",
        "eth_getLogs | [{\"toBlock\":\"0xffffff\"}] | {\"code\":-32602,\"message\":\"Invalid params\"}",
        "eth_getLogs | [{\"fromBlock\":\"safe\"}] | {\"code\":-32602,\"message\":\"Invalid block number params\"}",
        "eth_feeHistory | [\"0x1000\",\"latest\",[]] | {\"code\":-32602,\"message\":\"Invalid block count params\"}",
      })
  void answersInBesusWords(String method, String params, String answer) throws IOException {
    assertThat(ask(method, params)).startsWith("HTTP/1.1 200 OK ").contains("\"id\":7", answer);
  }

  @Test
  void refusesForeignHostsAndWhatIsNoRequest() throws IOException {
    assertThat(exchange("node.example:8545", "{}"))
        .isEqualTo("HTTP/1.1 403 Forbidden {\"message\":\"Host not authorized.\"}");
    assertThat(exchange("127.0.0.1", "{")).startsWith("HTTP/1.1 400").contains("-32700");
    assertThat(exchange("127.0.0.1", "[]")).startsWith("HTTP/1.1 400").contains("-32600");
  }

  @Test
  void answersABatchThatIsTooLongWithOneObject() throws IOException {
    String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_accounts\",\"params\":[]}";
    String batch = IntStream.range(0, 1025).mapToObj(i -> request).collect(Collectors.joining(","));
    assertThat(exchange("localhost", "[" + batch + "]"))
        .startsWith("HTTP/1.1 200 OK {")
        .contains("-32005", "Number of requests exceeds max batch size");
  }

  @Test
  void resetsTheEightyFirstConnection() throws IOException {
    List<Socket> open = new ArrayList<>();
    try (FakeBesu busy = FakeBesu.start()) {
      for (int i = 0; i <= FakeBesu.CONNECTIONS_MAX; i++) {
        open.add(connect(busy));
      }
      Socket tooMany = open.getLast();
      assertThatIOException()
          .isThrownBy(
              () -> {
                tooMany.getOutputStream().write('P');
                if (tooMany.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              });
      assertThat(busy.connectionsReset()).isOne();
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }
}
