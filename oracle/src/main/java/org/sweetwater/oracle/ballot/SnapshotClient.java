package org.sweetwater.oracle.ballot;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.RetryableException;

/**
 * Asks a Snapshot hub over HTTP, with patience and limits. Whatever a hub does, it is a failure
 * that may pass: no hub can stop the oracle for good.
 *
 * <p>Blocks; for one thread at a time.
 */
final class SnapshotClient implements HubSource, AutoCloseable {
  private final HubChoice hubs;
  private final HubLimits limits;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final HttpClient http;

  /**
   * A client of one hub, or of two.
   *
   * @param first the GraphQL URL of the hub, for example {@code https://hub.snapshot.org/graphql};
   *     may hold a key, which is never shown
   * @param second the GraphQL URL of the hub to ask while the first does not answer
   */
  SnapshotClient(
      URI first,
      Optional<URI> second,
      HubLimits limits,
      InstantSource clock,
      RandomGenerator random) {
    this.hubs = new HubChoice(first, second, limits);
    this.limits = limits;
    this.clock = clock;
    this.random = random;
    // HTTP/1.1, because an upgrade offer confuses simple servers; no redirect, because an answer
    // must come from where it was asked.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.headTimeout())
            .build();
  }

  @Override
  public Answer ask(Query query) {
    byte[] body = body(query);
    for (int tries = 1; ; tries++) {
      URI hub = hubs.next(clock.instant());
      try {
        JsonNode data = exchange(hub, body);
        requireFit(hub, query, data);
        hubs.answered(hub, query.operation());
        return new Answer(data, shown(hub));
      } catch (HubFailureException failure) {
        hubs.failed(hub, clock.instant());
        if (failure.isTooMany() || tries == limits.tries()) {
          throw gaveUp(hub, query, tries, failure);
        }
        pause(tries);
      }
    }
  }

  /** A hub whose lists cannot be read on is of no more use than one that does not answer. */
  private void requireFit(URI hub, Query query, JsonNode data) {
    JsonNode from = query.variables().path("from");
    if (from.isMissingNode()) {
      return;
    }
    try {
      Listing.requireOrder(data.path("rows"), from.asLong());
    } catch (RetryableException unfit) {
      hubs.unfit(hub, query.operation(), clock.instant());
      throw unfit;
    }
  }

  private JsonNode exchange(URI hub, byte[] body) throws HubFailureException {
    HttpRequest request =
        HttpRequest.newBuilder(hub)
            .timeout(limits.headTimeout())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("User-Agent", "sweetwater-oracle")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.bytesMax()));
    try {
      // The request's own time-out may end with the head; a slow body must not hold us.
      HttpResponse<byte[]> response = answer.get(limits.answerTimeout().toMillis(), MILLISECONDS);
      return HubBody.data(response.statusCode(), response.body());
    } catch (TimeoutException e) {
      throw unanswered("no whole answer within " + limits.answerTimeout(), e);
    } catch (ExecutionException e) {
      throw unanswered(reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("hub: interrupted while asking " + shown(hub), e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    String name = cause == null ? "" : cause.getClass().getSimpleName();
    String message = cause instanceof IOException ? String.valueOf(cause.getMessage()) : "";
    return HubBody.shown(name + ": " + message);
  }

  private static HubFailureException unanswered(String found, Throwable cause) {
    return new HubFailureException(found, false, cause);
  }

  private static RetryableException gaveUp(
      URI hub, Query query, int tries, HubFailureException failure) {
    return new RetryableException(
        "hub: %s did not answer %s after %d tries (%s): start the hub, or correct hubUrl"
            .formatted(shown(hub), query.operation(), tries, failure.getMessage()),
        failure);
  }

  private void pause(int failures) {
    try {
      Thread.sleep(limits.pauses().after(failures, random));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("hub: interrupted between two tries", e);
    }
  }

  private static byte[] body(Query query) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("operationName", query.operation())
        .put("query", query.text())
        .<ObjectNode>set("variables", query.variables())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A URL without user, path and query, where keys are put. */
  static String shown(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port;
  }

  /** Lets no request go on. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
