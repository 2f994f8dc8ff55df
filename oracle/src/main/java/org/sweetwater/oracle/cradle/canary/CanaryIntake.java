package org.sweetwater.oracle.cradle.canary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.http.Complaint;
import org.sweetwater.oracle.http.Offload;
import org.sweetwater.oracle.http.RateLimit;
import org.sweetwater.oracle.http.Reply;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;

/** {@code POST /canary/reports} and {@code POST /canary/breaches}. */
public final class CanaryIntake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CanaryIntake.class);
  private static final int BODY_BYTES_MAX = 16_384;
  private static final int MESSAGES_MAX = 50;
  private static final int DEPTH_MAX = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(30)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final MessageDesk desk;
  private final RateLimit rateLimit;
  private final MeterRegistry metrics;
  private final Offload offload = new Offload(TIMEOUT, Complaint.PROBLEM);

  /**
   * What taking messages works with.
   *
   * @param requestsPerMinute of one IP address (one /64 network for IPv6); 0 means no limit
   */
  public record Parts(
      Deployment deployment,
      ChainClient chain,
      Jdbi jdbi,
      int requestsPerMinute,
      Clock clock,
      MeterRegistry metrics) {}

  /** Takes nothing until it is mounted. */
  public CanaryIntake(Parts parts) {
    this.desk =
        new MessageDesk(
            parts.deployment(), parts.chain(), new PostedMessages(parts.jdbi(), parts.clock()));
    this.rateLimit = new RateLimit(parts.clock(), parts.requestsPerMinute());
    this.metrics = parts.metrics();
  }

  /** Adds the endpoints. */
  public void mount(Router router) {
    router.route("/canary/*").handler(this::limitRate).failureHandler(CanaryIntake::failed);
    mount(router, "reports", json -> desk.take(NodeReport.parse(json)));
    mount(router, "breaches", json -> desk.take(BreachReport.parse(json)));
  }

  private void mount(Router router, String kind, Function<JsonNode, Taking> take) {
    router
        .post("/canary/" + kind)
        // Covers a client that sends its body a byte at a time.
        .handler(TimeoutHandler.create(2 * TIMEOUT.toMillis(), 408))
        .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX))
        .handler(
            context -> {
              byte[] body = bodyOf(context);
              offload.answer(context, () -> answer(kind, body, take));
            });
    router
        .route("/canary/" + kind)
        .handler(
            context -> {
              context.response().putHeader("Allow", "POST");
              Offload.send(context, Complaint.PROBLEM.reply(405, "this endpoint takes POST only"));
            });
  }

  private void limitRate(RoutingContext context) {
    RateLimit.Allowance allowance =
        rateLimit.count(context.request().remoteAddress().hostAddress());
    if (allowance.isExhausted()) {
      context.response().putHeader("Retry-After", String.valueOf(allowance.resetSeconds()));
      Offload.send(
          context,
          Complaint.PROBLEM.reply(
              429, "too many requests: at most %d a minute".formatted(allowance.limit())));
    } else {
      context.next();
    }
  }

  private Reply answer(String kind, byte[] body, Function<JsonNode, Taking> take) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException malformed) {
      // Without the text, which a stranger chose.
      return Complaint.PROBLEM.reply(400, "the body is not JSON, or is nested too deeply");
    } catch (IOException impossible) {
      throw new IllegalStateException("reading from memory failed", impossible);
    }
    if (json.isArray()) {
      return json.isEmpty() || json.size() > MESSAGES_MAX
          ? Complaint.PROBLEM.reply(
              400, "expected 1 to %d messages, found %d".formatted(MESSAGES_MAX, json.size()))
          : answerAll(kind, json, take);
    }
    return switch (taken(kind, json, take)) {
      case Taking.Taken taken -> Reply.json(202, Map.of("accepted", 1));
      case Taking.Refused(Refusal refusal) ->
          Complaint.PROBLEM.reply(refusal.status(), refusal.reason());
    };
  }

  /** Each message for itself: one that is refused does not hold the others back. */
  private Reply answerAll(String kind, JsonNode messages, Function<JsonNode, Taking> take) {
    int accepted = 0;
    List<Map<String, Object>> refused = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      switch (taken(kind, messages.get(i), take)) {
        case Taking.Taken taken -> accepted++;
        case Taking.Refused(Refusal refusal) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("index", i);
          entry.put("status", refusal.status());
          entry.put("detail", refusal.reason());
          refused.add(entry);
        }
      }
    }
    if (accepted == 0) {
      return Reply.problem(
          (int) refused.getFirst().getOrDefault("status", 400),
          "none of %d messages was accepted; of the first: %s"
              .formatted(messages.size(), refused.getFirst().get("detail")),
          Map.of("refused", refused));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("accepted", accepted);
    body.put("refused", refused);
    return Reply.json(202, body);
  }

  private Taking taken(String kind, JsonNode json, Function<JsonNode, Taking> take) {
    Taking taking;
    try {
      taking = take.apply(json);
    } catch (IllegalArgumentException malformed) {
      taking = Taking.refused(400, String.valueOf(malformed.getMessage()));
    } catch (RetryableException unanswered) {
      LOG.warn("canary.not_taken: kind={} reason=\"{}\"", kind, unanswered.getMessage());
      taking = Taking.refused(503, "the chain did not answer; try again");
    }
    count(kind, taking);
    return taking;
  }

  private void count(String kind, Taking taking) {
    String outcome =
        switch (taking) {
          case Taking.Taken taken -> "202";
          case Taking.Refused(Refusal refusal) -> String.valueOf(refusal.status());
        };
    Counter.builder("sweetwater.canary.messages")
        .description("Messages that nodes and attestors posted, by outcome")
        .tag("kind", kind)
        .tag("outcome", outcome)
        .register(metrics)
        .increment();
  }

  private static byte[] bodyOf(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  private static void failed(RoutingContext context) {
    int status = context.statusCode() < 400 ? 500 : context.statusCode();
    if (status >= 500 && !context.response().closed()) {
      LOG.error("canary.request_failed: path={}", context.request().path(), context.failure());
    }
    String detail =
        switch (status) {
          case 408 -> "the request took too long to arrive";
          case 413 -> "the body is longer than %d bytes".formatted(BODY_BYTES_MAX);
          case 400 -> "malformed request";
          default -> "request failed";
        };
    Offload.send(context, Complaint.PROBLEM.reply(status, detail));
  }

  /** Lets work in hand end. */
  @Override
  public void close() {
    offload.close();
  }
}
