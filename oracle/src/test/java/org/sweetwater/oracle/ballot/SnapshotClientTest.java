package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.oracle.ballot.HubSource.Query;
import org.sweetwater.oracle.pace.Backoff;
import org.sweetwater.wrappers.RetryableException;

class SnapshotClientTest {
  private static final HubLimits LIMITS =
      new HubLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          3,
          new Backoff(Duration.ofMillis(2), Duration.ofMillis(5)),
          10_000,
          Duration.ofMinutes(5),
          Duration.ofSeconds(30));
  private static final HubLimits IMPATIENT =
      new HubLimits(
          Duration.ofMillis(200),
          Duration.ofMillis(400),
          2,
          LIMITS.pauses(),
          LIMITS.bytesMax(),
          LIMITS.fallbackAfter(),
          LIMITS.probeEvery());
  private static final Query QUERY =
      new Query("Proposals", "query Proposals { x }", JsonNodeFactory.instance.objectNode());
  private static final String GOOD = "{\"data\":{\"rows\":[]}}";

  private final MovableClock clock = new MovableClock();
  private final FakeHttpHub first = new FakeHttpHub();
  private final FakeHttpHub second = new FakeHttpHub();

  private SnapshotClient client(HubLimits limits) {
    return new SnapshotClient(first.url(), Optional.of(second.url()), limits, clock, new Random(1));
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void sendsTheQueryAndNamesTheHubWithoutItsKey() {
    first.answers(200, GOOD);
    try (SnapshotClient client = client(LIMITS)) {
      HubSource.Answer answer = client.ask(QUERY);

      assertThat(answer.data().path("rows").isArray()).isTrue();
      assertThat(answer.source()).isEqualTo(first.shown());
      assertThat(first.requests())
          .containsExactly(
              "{\"operationName\":\"Proposals\",\"query\":\"query Proposals { x"
                  + " }\",\"variables\":{}}");
    }
  }

  @Test
  void readsAUsefulBodyWhateverTheStatus() {
    first.answers(500, GOOD);
    try (SnapshotClient client = client(LIMITS)) {
      assertThat(client.ask(QUERY).data().has("rows")).isTrue();
    }
  }

  @Test
  void triesAgainUntilTheHubAnswers() {
    AtomicInteger requests = new AtomicInteger();
    first.does(
        exchange ->
            FakeHttpHub.bytes(200, (requests.incrementAndGet() < 3 ? "?" : GOOD).getBytes(UTF_8))
                .answer(exchange));
    try (SnapshotClient client = client(LIMITS)) {
      assertThat(client.ask(QUERY).data().has("rows")).isTrue();
    }
    assertThat(requests).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "<html>502</html>",
        "{\"data\":null}",
        "{\"data\":{}} trailing",
        "{\"data\":{},\"data\":{}}",
        "{\"errors\":[{\"message\":\"request failed\"}],\"data\":{\"rows\":[]}}",
        "{\"error\":\"unauthorized\",\"error_description\":\"invalid api key\"}"
      })
  void givesUpAfterAllTriesOnAnAnswerWithoutData(String body) {
    first.answers(200, body);
    try (SnapshotClient client = client(LIMITS)) {
      assertThatThrownBy(() -> client.ask(QUERY))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("hub: " + first.shown() + " did not answer Proposals after 3 tries")
          .hasMessageContaining("HTTP 200")
          .hasMessageNotContainingAny("key@", "secret", "\n");
    }
    assertThat(first.requests()).hasSize(3);
  }

  @Test
  void refusesWhatIsNotUtf8() {
    first.does(FakeHttpHub.bytes(200, new byte[] {'"', (byte) 0xff, '"'}));
    try (SnapshotClient client = client(LIMITS)) {
      assertThatThrownBy(() -> client.ask(QUERY)).hasMessageContaining("not JSON: \"Invalid UTF-8");
    }
  }

  @Test
  void refusesJsonThatIsTooDeep() {
    first.answers(200, "{\"data\":" + "[".repeat(500) + "]".repeat(500) + "}");
    try (SnapshotClient client = client(LIMITS)) {
      assertThatThrownBy(() -> client.ask(QUERY)).hasMessageContaining("nesting depth");
    }
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    first.answers(200, "{\"data\":{\"x\":\"" + "x".repeat(LIMITS.bytesMax()) + "\"}}");
    try (SnapshotClient client = client(LIMITS)) {
      assertThatThrownBy(() -> client.ask(QUERY))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("exceeds capacity");
    }
  }

  @Test
  void doesNotWaitForAnAnswerThatNeverBegins() {
    first.neverAnswers();
    try (SnapshotClient client = client(IMPATIENT)) {
      assertThatThrownBy(() -> client.ask(QUERY)).hasMessageContaining("HttpTimeoutException");
    }
  }

  @Test
  void doesNotWaitForAnAnswerThatNeverEnds() {
    first.stopsInTheMiddle();
    try (SnapshotClient client = client(IMPATIENT)) {
      assertThatThrownBy(() -> client.ask(QUERY)).isInstanceOf(RetryableException.class);
    }
    assertThat(first.requests()).hasSize(2);
  }

  @Test
  void doesNotPressAHubThatAsksToSlowDown() {
    first.answers(429, "{\"error\":\"unauthorized\",\"error_description\":\"too many requests\"}");
    try (SnapshotClient client = client(LIMITS)) {
      assertThatThrownBy(() -> client.ask(QUERY)).hasMessageContaining("too many requests");
    }
    assertThat(first.requests()).hasSize(1);
  }

  @Test
  void followsNoRedirect() {
    first.does(
        exchange -> {
          exchange.getResponseHeaders().add("Location", second.url().toString());
          exchange.sendResponseHeaders(307, -1);
        });
    try (SnapshotClient client = client(LIMITS)) {
      assertThatThrownBy(() -> client.ask(QUERY)).hasMessageContaining("HTTP 307");
    }
    assertThat(second.requests()).isEmpty();
  }

  @Test
  void asksTheSecondHubAfterFiveMinutesAndGoesBack() {
    first.answers(502, "");
    second.answers(200, GOOD);
    try (SnapshotClient client = client(LIMITS)) {
      assertThat(catchThrowable(() -> client.ask(QUERY))).hasMessageContaining(first.shown());

      clock.advance(LIMITS.fallbackAfter());
      assertThat(client.ask(QUERY).source()).isEqualTo(second.shown());

      first.answers(200, GOOD);
      assertThat(client.ask(QUERY).source()).isEqualTo(second.shown());

      clock.advance(LIMITS.probeEvery());
      assertThat(client.ask(QUERY).source()).isEqualTo(first.shown());
    }
  }

  @Test
  void looksAtTheFirstHubOnceAndThenStaysWithTheSecond() {
    first.answers(502, "");
    second.answers(200, GOOD);
    try (SnapshotClient client = client(LIMITS)) {
      assertThat(catchThrowable(() -> client.ask(QUERY))).isNotNull();
      clock.advance(LIMITS.fallbackAfter());
      client.ask(QUERY);
      first.requests().clear();

      clock.advance(LIMITS.probeEvery());
      assertThat(client.ask(QUERY).source()).isEqualTo(second.shown());
      assertThat(client.ask(QUERY).source()).isEqualTo(second.shown());
    }
    assertThat(first.requests()).hasSize(1);
  }

  @Test
  void endsQuicklyWhenInterrupted() {
    Thread.currentThread().interrupt();
    try (SnapshotClient client = client(LIMITS)) {
      assertThatThrownBy(() -> client.ask(QUERY)).hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void saysWhichHubCannotBeReached() {
    URI closed = URI.create("http://127.0.0.1:1/graphql");
    try (SnapshotClient client =
        new SnapshotClient(closed, Optional.empty(), LIMITS, clock, new Random(1))) {
      assertThatThrownBy(() -> client.ask(QUERY))
          .isInstanceOf(RetryableException.class)
          .hasMessageStartingWith("hub: http://127.0.0.1:1 did not answer")
          .hasMessageEndingWith("start the hub, or correct hubUrl");
    }
  }

  @Test
  void refusesSenselessLimits() {
    assertThatThrownBy(() -> limits(0, 1, Duration.ofSeconds(1)))
        .hasMessage("hub limits: expected at least 1 try and 1 byte, found 0 tries, 1 bytes");
    assertThatThrownBy(() -> limits(1, 0, Duration.ofSeconds(1))).hasMessageContaining("0 bytes");
    assertThatThrownBy(() -> limits(1, 1, Duration.ZERO)).hasMessageContaining("found PT0S");
  }

  private static HubLimits limits(int tries, int bytesMax, Duration timeout) {
    Backoff pauses = LIMITS.pauses();
    return new HubLimits(timeout, timeout, tries, pauses, bytesMax, timeout, timeout);
  }
}
