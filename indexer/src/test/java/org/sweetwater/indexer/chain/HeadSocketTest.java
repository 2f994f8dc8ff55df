package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.chain.Anvil;

final class HeadSocketTest {
  private static final HeadSocket.Timing QUICK =
      new HeadSocket.Timing(Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofMillis(50));
  private static final String HEAD =
      "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x1\",\"result\":{\"number\":\"0x5\"}}}";

  private final Vertx vertx = Vertx.vertx();
  private final Semaphore heads = new Semaphore(0);
  private final List<ServerWebSocket> connections = new CopyOnWriteArrayList<>();
  private volatile String answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}";

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void hearsOfEachBlockOfARealNode() throws Exception {
    try (Anvil anvil = Anvil.start();
        HeadSocket socket = start(URI.create(anvil.url().toString().replace("http", "ws")))) {
      assertThat(heard()).isTrue();
      assertThat(socket.isSubscribed()).isTrue();
      anvil.mine(1);
      assertThat(heard()).isTrue();
    }
  }

  @Test
  void connectsAnewWhenTheConnectionIsLost() throws Exception {
    try (HeadSocket socket = start(serve())) {
      assertThat(heard()).isTrue();
      connections.getFirst().close();
      assertThat(heard()).as("look at the chain once more after the gap").isTrue();
      assertThat(connections).hasSize(2);
      connections.getLast().writeTextMessage(HEAD);
      assertThat(heard()).isTrue();
      assertThat(socket.isSubscribed()).isTrue();
    }
  }

  @Test
  void connectsAnewWhenHeadsPassInSilence() throws Exception {
    try (HeadSocket socket = start(serve())) {
      assertThat(heard()).isTrue();
      socket.missedHead();
      connections.getFirst().writeTextMessage(HEAD);
      assertThat(heard()).as("a head that is heard forgives the missed one").isTrue();
      socket.missedHead();
      socket.missedHead();
      assertThat(connections).hasSize(1);
      socket.missedHead();
      assertThat(heard()).isTrue();
      assertThat(connections).hasSize(2);
    }
  }

  @Test
  void triesAgainWhenTheSubscriptionIsRefused() throws Exception {
    answer =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no subscriptions\"}}";
    try (HeadSocket socket = start(serve())) {
      while (connections.size() < 3) {
        Thread.sleep(10);
      }
      assertThat(socket.isSubscribed()).isFalse();
      assertThat(heads.availablePermits()).isZero();
      answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}";
      assertThat(heard()).isTrue();
    }
  }

  private boolean heard() throws InterruptedException {
    return heads.tryAcquire(20, TimeUnit.SECONDS);
  }

  private HeadSocket start(URI url) {
    return HeadSocket.start(url, number -> heads.release(), QUICK, Clock.systemUTC());
  }

  private URI serve() {
    HttpServer server =
        vertx
            .createHttpServer()
            .webSocketHandler(
                socket -> {
                  connections.add(socket);
                  socket.textMessageHandler(subscribe -> socket.writeTextMessage(answer));
                })
            .listen(0, "127.0.0.1")
            .await();
    return URI.create("ws://127.0.0.1:" + server.actualPort());
  }
}
