package org.sweetwater.bench.queries;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Asks over many connections at once, each as soon as it has its answer, on one thread: so little
 * of the processors that almost all of them is left to what is measured.
 */
final class Load implements AutoCloseable {
  private static final byte[] LENGTH = "content-length: ".getBytes(US_ASCII);
  private static final byte[] OK = "HTTP/1.1 200".getBytes(US_ASCII);
  private static final byte[] ERRORS = "{\"errors\"".getBytes(US_ASCII);
  private static final int ANSWER_BYTES_MAX = 1 << 20;
  private static final int SAMPLES_MAX = 2_000_000;

  private final Selector selector;
  private final List<ByteBuffer> requests = new ArrayList<>();
  private final long[] nanos = new long[SAMPLES_MAX];
  private int answers;
  private int asked;

  /** A connection with its answer so far. */
  private static final class Connection {
    private final byte[] bytes = new byte[ANSWER_BYTES_MAX];
    private final ByteBuffer in = ByteBuffer.wrap(bytes);
    private long askedAt;
    private int answerBytes = -1;
  }

  /** What a run gave. */
  record Outcome(double rps, double p50Ms, double p99Ms) {}

  private Load(Selector selector) {
    this.selector = selector;
  }

  /** Opens the connections. */
  static Load open(URI server, int connections, Workload workload) throws IOException {
    Load load = new Load(Selector.open());
    for (int i = 0; i < Workload.VARIANTS; i++) {
      load.requests.add(request(server, workload.body(i)));
    }
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
      channel.configureBlocking(false);
      channel.register(load.selector, SelectionKey.OP_READ, new Connection());
    }
    return load;
  }

  private static ByteBuffer request(URI server, String body) {
    String text =
        "POST %s HTTP/1.1\r\nhost: %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
            .formatted(server.getPath(), server.getAuthority(), body.length(), body);
    return ByteBuffer.wrap(text.getBytes(US_ASCII)).asReadOnlyBuffer();
  }

  /** Asks for this long; what is answered after that does not count. */
  Outcome run(Duration time) throws IOException {
    answers = 0;
    long began = System.nanoTime();
    long end = began + time.toNanos();
    for (SelectionKey key : selector.keys()) {
      ask(key);
    }
    int underWay = selector.keys().size();
    while (underWay > 0) {
      selector.select(1_000);
      for (SelectionKey key : selector.selectedKeys()) {
        if (isAnswered(key)) {
          long now = System.nanoTime();
          if (now < end) {
            nanos[answers++] = now - ((Connection) key.attachment()).askedAt;
            ask(key);
          } else {
            underWay--;
          }
        }
      }
      selector.selectedKeys().clear();
      if (System.nanoTime() - end > 10_000_000_000L) {
        throw new IllegalStateException("%d requests were never answered".formatted(underWay));
      }
    }
    return outcome(time);
  }

  private Outcome outcome(Duration time) {
    long[] sorted = Arrays.copyOf(nanos, answers);
    Arrays.sort(sorted);
    return new Outcome(
        answers / (time.toNanos() / 1e9),
        sorted[answers / 2] / 1e6,
        sorted[answers * 99 / 100] / 1e6);
  }

  private void ask(SelectionKey key) throws IOException {
    Connection connection = (Connection) key.attachment();
    connection.in.clear();
    connection.answerBytes = -1;
    connection.askedAt = System.nanoTime();
    ByteBuffer request = requests.get(asked++ % requests.size()).duplicate();
    while (request.hasRemaining()) {
      ((SocketChannel) key.channel()).write(request);
    }
  }

  private static boolean isAnswered(SelectionKey key) throws IOException {
    Connection connection = (Connection) key.attachment();
    if (((SocketChannel) key.channel()).read(connection.in) < 0) {
      throw new IOException("the server closed a connection");
    }
    if (connection.answerBytes < 0) {
      connection.answerBytes = answerBytes(connection);
    }
    return connection.answerBytes >= 0 && connection.in.position() >= connection.answerBytes;
  }

  /** Length of the head and the body; -1 while the head is not there. */
  private static int answerBytes(Connection connection) {
    byte[] bytes = connection.bytes;
    int received = connection.in.position();
    int head = headBytes(bytes, received);
    if (head < 0) {
      return -1;
    }
    int at = find(bytes, LENGTH, head);
    int length = 0;
    for (int i = at + LENGTH.length; bytes[i] != '\r'; i++) {
      length = 10 * length + bytes[i] - '0';
    }
    boolean isRefused = received > head && find(bytes, ERRORS, head + ERRORS.length) >= head;
    if (find(bytes, OK, OK.length) != 0 || at < 0 || isRefused) {
      throw new IllegalStateException(
          "not answered: " + new String(bytes, 0, Math.min(received, 1_000), US_ASCII));
    }
    return head + length;
  }

  private static int headBytes(byte[] bytes, int length) {
    for (int i = 3; i < length; i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int find(byte[] bytes, byte[] wanted, int end) {
    for (int i = 0; i + wanted.length <= end; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
