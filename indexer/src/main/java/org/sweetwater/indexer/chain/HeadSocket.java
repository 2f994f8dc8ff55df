package org.sweetwater.indexer.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of new heads over WebSocket ({@code eth_subscribe newHeads}), to look at the chain at once
 * instead of at the next poll.
 *
 * <p>It is a wake-up and nothing more: what the head is, and its logs, are asked for over HTTP, so
 * that it does not matter in which order notifications come (Besu sends a block's logs before its
 * head), or that some are lost. A connection that breaks, refuses the subscription, leaves a ping
 * unanswered or lets heads pass in silence is closed and opened anew, after a pause that doubles.
 *
 * @see <a href="https://geth.ethereum.org/docs/interacting-with-geth/rpc/pubsub">Real-time
 *     events</a>
 */
public final class HeadSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadSocket.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUBSCRIBE =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}";

  /** In place of a number. */
  static final long UNKNOWN = -1;

  /** A head that HTTP showed first may be a matter of milliseconds; several in a row are not. */
  private static final int MISSED_MAX = 3;

  private final URI url;
  private final LongConsumer onHead;
  private final Timing timing;
  private final Clock clock;
  private final HttpClient http;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Session session;
  private volatile boolean isSubscribed;
  private final AtomicInteger missed = new AtomicInteger();

  /**
   * How long to wait for what.
   *
   * @param ping between two pings, each of which must be answered before the next
   * @param pauseFirst before the first new connection; doubled after each failure
   * @param pauseMax the longest pause
   */
  public record Timing(Duration ping, Duration pauseFirst, Duration pauseMax) {
    /** Pings every 10 s; pauses from 500 ms to 30 s. */
    public static final Timing USUAL =
        new Timing(Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  private HeadSocket(URI url, LongConsumer onHead, Timing timing, Clock clock) {
    this.url = url;
    this.onHead = onHead;
    this.timing = timing;
    this.clock = clock;
    this.http = HttpClient.newBuilder().connectTimeout(timing.ping()).build();
    this.thread = Thread.ofVirtual().name("chain-heads").unstarted(this::run);
  }

  /**
   * Connects on a thread of its own, and calls {@code onHead} for each new head with its number;
   * with {@link #UNKNOWN} when there may be one.
   */
  public static HeadSocket start(URI url, LongConsumer onHead, Timing timing, Clock clock) {
    HeadSocket socket = new HeadSocket(url, onHead, timing, clock);
    socket.thread.start();
    return socket;
  }

  /** Whether the node has accepted the subscription on the present connection. */
  public boolean isSubscribed() {
    return isSubscribed;
  }

  /** HTTP showed a head that was not heard of here; after several in a row it connects anew. */
  public void missedHead() {
    Session open = session;
    if (missed.incrementAndGet() >= MISSED_MAX && isSubscribed && open != null) {
      open.end("heads pass in silence");
    }
  }

  private void run() {
    Duration pause = timing.pauseFirst();
    try {
      while (closing.getCount() > 0) {
        boolean wasSubscribed = listen();
        pause = wasSubscribed ? timing.pauseFirst() : pause;
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(timing.pauseMax()) > 0 ? timing.pauseMax() : doubled;
      }
    } catch (InterruptedException e) {
      LOG.debug("head socket interrupted: node={}", url.getHost());
    }
  }

  /** One connection from its beginning to its end; whether the subscription was accepted. */
  private boolean listen() throws InterruptedException {
    Session opened = new Session();
    session = opened;
    missed.set(0);
    try {
      WebSocket socket = http.newWebSocketBuilder().buildAsync(url, opened).join();
      socket.sendText(SUBSCRIBE, true).join();
      while (!opened.hasEnded(timing.ping())) {
        if (opened.heardAt.plus(timing.ping().multipliedBy(2)).isBefore(clock.instant())) {
          opened.end("no answer to a ping");
        } else {
          socket.sendPing(ByteBuffer.allocate(0)).join();
        }
      }
      socket.abort();
    } catch (CompletionException e) {
      opened.end(String.valueOf(e.getCause() == null ? e : e.getCause()));
    }
    boolean wasSubscribed = isSubscribed;
    isSubscribed = false;
    if (closing.getCount() > 0) {
      LOG.warn("head socket lost: node={} reason=\"{}\"", url.getHost(), opened.ended.join());
    }
    return wasSubscribed;
  }

  /** What comes in on one connection. */
  private final class Session implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private volatile Instant heardAt = clock.instant();

    void end(String reason) {
      ended.complete(reason);
    }

    boolean hasEnded(Duration wait) throws InterruptedException {
      try {
        ended.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a reason never fails", e);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      heardAt = clock.instant();
      text.append(part);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        read(message);
      }
      socket.request(1);
      return null;
    }

    private void read(String message) {
      try {
        JsonNode json = JSON.readTree(message);
        if (json.path("method").asText().equals("eth_subscription")) {
          missed.set(0);
          onHead.accept(numberOf(json.at("/params/result/number").asText()));
        } else if (json.hasNonNull("error")) {
          end("the node refuses newHeads: " + json.path("error").path("message").asText());
        } else {
          isSubscribed = true;
          // Blocks may have come between the last connection and this one.
          onHead.accept(UNKNOWN);
        }
      } catch (JsonProcessingException e) {
        end("not JSON: " + e.getOriginalMessage());
      }
    }

    /** What is no number matters little: the head is asked for anyway. */
    private static long numberOf(String hex) {
      try {
        return Long.decode(hex);
      } catch (NumberFormatException e) {
        return UNKNOWN;
      }
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      heardAt = clock.instant();
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      end("closed with %d %s".formatted(status, reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end(String.valueOf(error));
    }
  }

  /** Closes the connection and opens no other. */
  @Override
  public void close() {
    closing.countDown();
    Session open = session;
    if (open != null) {
      open.end("we stop");
    }
    http.shutdownNow();
    try {
      thread.join(timing.ping());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
