package org.sweetwater.oracle.hub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.http.Offload;
import org.sweetwater.oracle.http.RateLimit;
import org.sweetwater.oracle.http.Reply;

/** The hub's HTTP endpoints. */
final class HubRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(HubRoutes.class);
  private static final int DEPTH_MAX = 50;
  private static final String TOO_MANY =
      "too many requests, refer to https://docs.snapshot.box/tools/api/api-keys#limits";
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
              .build());

  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  private final HubConfig config;
  private final Parts parts;

  HubRoutes(HubConfig config, Parts parts) {
    this.config = config;
    this.parts = parts;
  }

  /** What answers the requests. */
  record Parts(
      Sequencer sequencer,
      HubGraphql graphql,
      HubQueries queries,
      Readiness readiness,
      SpaceView space,
      RateLimit rateLimit,
      HubMetrics metrics,
      Offload offload) {}

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(this::time).failureHandler(this::failed);
    router.route().handler(cors());
    router.get("/health/live").handler(context -> live(context));
    router
        .get("/health/ready")
        .handler(context -> parts.offload().answer(context, parts.readiness()::check));
    router.get("/metrics").handler(this::metrics);
    router.route().handler(this::limitRate);
    router.get("/").handler(this::about);
    router.get("/ipfs/:cid").handler(this::pinned);
    router.get("/graphql").handler(this::graphqlByGet);
    withBody(router.post("/graphql")).handler(this::graphqlByPost);
    withBody(router.post("/")).handler(this::submit);
    for (int status : new int[] {404, 405}) {
      router.errorHandler(status, context -> failed(context, status));
    }
    return router;
  }

  /** The time-out covers a client that sends its body a byte at a time. */
  private Route withBody(Route route) {
    return route
        .handler(TimeoutHandler.create(2 * config.requestTimeout().toMillis(), 408))
        .handler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()));
  }

  private static CorsHandler cors() {
    return CorsHandler.create()
        .addOriginWithRegex(".*")
        .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.OPTIONS))
        .allowedHeaders(Set.of("Content-Type", "Accept", "x-api-key"))
        .maxAgeSeconds(86_400);
  }

  private void time(RoutingContext context) {
    long start = System.nanoTime();
    context.addEndHandler(
        end ->
            parts
                .metrics()
                .request(
                    endpointOf(context),
                    context.response().getStatusCode(),
                    Duration.ofNanos(System.nanoTime() - start)));
    context.next();
  }

  /** One of few words, so that nobody can fill the metrics with paths. */
  private static String endpointOf(RoutingContext context) {
    String path = pathOf(context);
    if (path.equals("/")) {
      return HttpMethod.POST.equals(context.request().method()) ? "sequencer" : "info";
    }
    if (path.equals("/graphql")) {
      return "graphql";
    }
    return path.startsWith("/ipfs/") ? "ipfs" : "other";
  }

  private static String pathOf(RoutingContext context) {
    String path = context.request().path();
    return path == null ? "" : path;
  }

  private void limitRate(RoutingContext context) {
    RateLimit.Allowance allowance =
        parts.rateLimit().count(context.request().remoteAddress().hostAddress());
    if (allowance.limit() > 0) {
      context
          .response()
          .putHeader("RateLimit-Limit", String.valueOf(allowance.limit()))
          .putHeader("RateLimit-Remaining", String.valueOf(Math.max(0, allowance.remaining())))
          .putHeader("RateLimit-Reset", String.valueOf(allowance.resetSeconds()));
    }
    if (allowance.isExhausted()) {
      context.response().putHeader("Retry-After", String.valueOf(allowance.resetSeconds()));
      Offload.send(context, Reply.snapshotError(429, "unauthorized", TOO_MANY, ""));
      return;
    }
    context.next();
  }

  private static void live(RoutingContext context) {
    Offload.send(context, Reply.json(200, Map.of("status", "UP")));
  }

  private void metrics(RoutingContext context) {
    Offload.send(context, new Reply(200, HubMetrics.CONTENT_TYPE, parts.metrics().scrape()));
  }

  private void about(RoutingContext context) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("name", "sweetwater-hub");
    about.put(
        "version",
        Optional.ofNullable(HubRoutes.class.getPackage().getImplementationVersion()).orElse("dev"));
    about.put("relayer", parts.sequencer().relayer().checksummed());
    about.put("space", parts.space().id());
    about.put("network", parts.space().network());
    Offload.send(context, Reply.json(200, about));
  }

  private void pinned(RoutingContext context) {
    String cid = Objects.requireNonNull(context.pathParam("cid"));
    parts
        .offload()
        .answer(
            context,
            () ->
                parts
                    .queries()
                    .findPinned(cid)
                    .map(text -> new Reply(200, "application/json; charset=utf-8", text))
                    .orElseGet(() -> notFound("no message of this hub has this CIDv1")));
  }

  private static Reply notFound(String detail) {
    return Reply.problem(404, "Not Found", detail);
  }

  private void submit(RoutingContext context) {
    byte[] body = bodyOf(context);
    parts
        .offload()
        .answer(
            context,
            () -> {
              SubmitOutcome outcome = parts.sequencer().submit(body);
              parts.metrics().message(outcome);
              return replyOf(outcome);
            });
  }

  private static Reply replyOf(SubmitOutcome outcome) {
    return switch (outcome) {
      case SubmitOutcome.Accepted accepted -> {
        Map<String, Object> relayer = new LinkedHashMap<>();
        relayer.put("address", accepted.relayer().checksummed());
        relayer.put("receipt", accepted.receipt().hex());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", accepted.id().hex());
        body.put("ipfs", accepted.ipfs());
        body.put("relayer", relayer);
        yield Reply.json(200, body);
      }
      case SubmitOutcome.Refused(Refusal refusal) ->
          Reply.snapshotError(400, "client_error", refusal.text(), refusal.detail());
      case SubmitOutcome.InProgress inProgress ->
          Reply.snapshotError(425, "client_error", "request already being processed", "");
      case SubmitOutcome.Unavailable(String text) ->
          Reply.snapshotError(503, "server_error", text, "the chain did not answer; try later");
    };
  }

  private void graphqlByPost(RoutingContext context) {
    byte[] body = bodyOf(context);
    try {
      JsonNode request = JSON.readTree(body);
      graphql(
          context, request.path("query"), request.path("variables"), request.path("operationName"));
    } catch (IOException malformed) {
      Offload.send(context, graphqlError("the body is not JSON of the form {query, variables}"));
    }
  }

  private void graphqlByGet(RoutingContext context) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    try {
      String variables = context.request().getParam("variables", "{}");
      graphql(
          context,
          nodes.textNode(context.request().getParam("query", "")),
          JSON.readTree(variables),
          nodes.textNode(context.request().getParam("operationName", "")));
    } catch (JsonProcessingException malformed) {
      Offload.send(context, graphqlError("variables is not JSON"));
    }
  }

  private void graphql(
      RoutingContext context, JsonNode query, JsonNode variables, JsonNode operationName) {
    if (!query.isTextual() || query.textValue().isBlank()) {
      Offload.send(context, graphqlError("Must provide query string"));
      return;
    }
    if (!variables.isObject() && !variables.isNull() && !variables.isMissingNode()) {
      Offload.send(context, graphqlError("variables must be an object"));
      return;
    }
    Map<String, Object> values =
        JSON.convertValue(variables.isObject() ? variables : JSON.createObjectNode(), VARIABLES);
    String operation = operationName.asText("");
    parts
        .offload()
        .answer(
            context,
            () -> {
              HubGraphql.Answer answer =
                  parts
                      .graphql()
                      .answer(
                          query.textValue(),
                          values,
                          operation.isEmpty() || operationName.isNull() ? null : operation);
              return Reply.json(answer.status(), answer.body());
            });
  }

  private static Reply graphqlError(String message) {
    return Reply.json(400, Map.of("errors", List.of(Map.of("message", message))));
  }

  private static byte[] bodyOf(RoutingContext context) {
    Buffer body = context.body().buffer();
    return body == null ? new byte[0] : body.getBytes();
  }

  private void failed(RoutingContext context) {
    boolean isOurFault = context.statusCode() < 400;
    // Whoever went away waits for no answer and has broken nothing.
    boolean isClientGone =
        context.response().closed() || context.failure() instanceof StreamResetException;
    if (isOurFault && !isClientGone) {
      LOG.error("request failed: path={}", pathOf(context), context.failure());
    }
    failed(context, isOurFault ? 500 : context.statusCode());
  }

  private void failed(RoutingContext context, int status) {
    boolean snapshot = Set.of("/", "/graphql").contains(pathOf(context));
    String detail =
        switch (status) {
          case 404 -> "no such endpoint; GET / says what this is";
          case 405 -> "this endpoint does not take " + context.request().method();
          case 408 -> "the request took too long to arrive";
          case 413 -> "too large message";
          case 400 -> "malformed request";
          default -> "request failed";
        };
    Offload.send(
        context,
        snapshot
            ? Reply.snapshotError(
                status,
                status < 500 ? "client_error" : "server_error",
                detail,
                status == 413 ? "at most %d bytes".formatted(config.maxBodyBytes()) : "")
            : Reply.problem(status, Reply.titleOf(status), detail));
  }
}
