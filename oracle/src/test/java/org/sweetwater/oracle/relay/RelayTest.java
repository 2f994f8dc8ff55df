package org.sweetwater.oracle.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.pace.Backoff;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;

/** The relay's thread against a real node. */
class RelayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** PUSH1 1 PUSH1 0 SSTORE STOP: takes any call. */
  private static final String WILLING = "0x600160005500";

  /** PUSH1 0 PUSH1 0 REVERT: refuses any call, without data. */
  private static final String UNWILLING = "0x60006000fd";

  private static final Address TAKER = Address.parse("0x00000000000000000000000000000000000c0de2");

  private static final Address REFUSER =
      Address.parse("0x00000000000000000000000000000000000c0de3");

  private final Anvil anvil = Anvil.start("--block-time", "1");
  private final ChainClient client = ChainClient.connect(anvil.endpoint());
  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  private final Jdbi jdbi = Jdbi.create(database.dataSource());
  private final Outbox outbox = new Outbox(Clock.systemUTC());

  @BeforeEach
  void deploy() {
    anvil.rpc("anvil_setCode", TAKER.lowerHex(), WILLING);
    anvil.rpc("anvil_setCode", REFUSER.lowerHex(), UNWILLING);
  }

  @AfterEach
  void close() {
    client.close();
    anvil.close();
    database.close();
    test.close();
  }

  private Relay start() {
    return start(client);
  }

  private Relay start(ChainClient node) {
    return Relay.start(
        new Relay.Parts(
            database.dataSource(),
            node,
            RelayKey.parse(Anvil.FIRST_KEY),
            new RelayLimits(
                1,
                10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)),
                25,
                1 << 24,
                BigInteger.TEN.pow(12)),
            Duration.ofMillis(100),
            new ErrorCatalogue(List.of()),
            (kind, reason) -> RevertMeaning.NEVER,
            Clock.systemUTC(),
            new SplittableRandom(1)),
        new SimpleMeterRegistry());
  }

  private void enqueue(String key, Address target) {
    OutgoingCall call =
        new OutgoingCall("act", Hash32.ZERO, target, Bytes.parse("0xcafe0001"), key, 1);
    jdbi.useTransaction(handle -> outbox.enqueue(handle, call));
  }

  private CallStatus status(String key) {
    return jdbi.withHandle(handle -> outbox.find(handle, key)).orElseThrow().status();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("patience").isBefore(deadline);
      Thread.sleep(50);
    }
  }

  @Test
  void bringsCallsThroughARealNode() throws InterruptedException {
    enqueue("one", TAKER);
    enqueue("two", TAKER);
    enqueue("refused", REFUSER);
    try (Relay relay = start()) {
      await(
          () -> status("one").isFinal() && status("two").isFinal() && status("refused").isFinal());
      assertThat(status("one")).isEqualTo(CallStatus.DONE);
      assertThat(status("two")).isEqualTo(CallStatus.DONE);
      assertThat(status("refused")).isEqualTo(CallStatus.ABANDONED);
      await(() -> relay.status().figures().inFlight() == 0);
      assertThat(relay.status().isLeading()).isTrue();
      assertThat(relay.status().figures().balanceWei()).isPositive();
    }
  }

  @Test
  void aSecondRelayWaitsUntilTheFirstEnds() throws InterruptedException {
    Relay first = start();
    await(() -> first.status().isLeading());
    try (Relay second = start()) {
      await(() -> second.status().problem().isPresent());
      assertThat(second.status().problem())
          .isEqualTo(Optional.of("another daemon works on this outbox"));
      first.close();
      await(() -> second.status().isLeading());
      enqueue("late", TAKER);
      await(() -> status("late") == CallStatus.DONE);
    }
  }

  @Test
  void survivesANodeThatGoesAway() throws InterruptedException {
    try (Relay relay = start()) {
      await(() -> relay.status().isLeading());
      anvil.close();
      await(() -> !relay.status().isLeading());
      assertThat(relay.status().problem())
          .hasValueSatisfying(problem -> assertThat(problem).contains("cannot reach"));
      assertThat(relay.status().lastRound()).isPresent();
    }
  }

  @Test
  void survivesADatabaseThatDropsItsConnections() throws InterruptedException {
    try (Relay relay = start()) {
      await(() -> relay.status().isLeading());
      test.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()
          """);
      await(() -> !relay.status().isLeading());
      await(() -> relay.status().isLeading());
      enqueue("after", TAKER);
      await(() -> status("after") == CallStatus.DONE);
    }
  }

  @Test
  void haltsWhereAskingAgainCannotHelp() throws Exception {
    AtomicInteger status = new AtomicInteger(200);
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/", exchange -> answerChainId(exchange, status.get()));
    node.start();
    URI url = URI.create("http://127.0.0.1:" + node.getAddress().getPort());
    try (ChainClient lost = ChainClient.connect(RpcEndpoint.of(url))) {
      status.set(404);
      try (Relay relay = start(lost)) {
        await(() -> relay.status().problem().isPresent());
        assertThat(relay.status().problem())
            .hasValueSatisfying(why -> assertThat(why).contains("not a JSON-RPC endpoint"));
      }
    } finally {
      node.stop(0);
    }
  }

  private static void answerChainId(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x7a69\"}".getBytes(UTF_8);
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
