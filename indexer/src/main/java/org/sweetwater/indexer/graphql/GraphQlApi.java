package org.sweetwater.indexer.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.graphql.GraphiQLHandler;
import io.vertx.ext.web.handler.graphql.GraphiQLHandlerOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.wrappers.Hash32;

/**
 * The query API over HTTP: {@code POST /graphql} with {@code {query, operationName, variables}},
 * {@code GET /graphql?query=…}; subscriptions over WebSocket at the same path; and GraphiQL at
 * {@code /graphiql}, served from this process alone.
 *
 * <p>A well-formed request is answered 200, with {@code errors} inside when it fails; each has a
 * {@code code} in its extensions. A body that is no GraphQL request is 400, one that is too large
 * 413, one too many of a client 429.
 *
 * @see <a href="https://spec.graphql.org/October2021/">GraphQL specification</a>
 */
public final class GraphQlApi {
  private static final Logger LOG = LoggerFactory.getLogger(GraphQlApi.class);
  private static final String GRAPHIQL_PAGE = "io/vertx/ext/web/handler/graphiql/index.html";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final byte[] ERRORS = "{\"errors\"".getBytes(UTF_8);
  private static final int NOT_MODIFIED = 304;
  private static final int TOO_MANY_REQUESTS = 429;

  private final GraphQlEngine engine;
  private final IndexingState state;
  private final RequestRate rate;
  private final PersistedQueries persisted = new PersistedQueries();

  private GraphQlApi(GraphQlEngine engine, IndexingState state, RequestRate rate) {
    this.engine = engine;
    this.state = state;
    this.rate = rate;
  }

  /**
   * Adds {@code /graphql} and {@code /graphiql} to a router.
   *
   * @param source a pool whose connections may read the schema {@code chain} and the oracle's
   *     public views
   * @param calls decodes what ballots will do
   * @param state what {@code _meta} tells about the indexer
   * @param feed wakes subscriptions
   */
  public static void mount(
      Router router,
      Vertx vertx,
      DataSource source,
      CallDecoder calls,
      IndexingState state,
      CommitFeed feed,
      GraphQlLimits limits) {
    GraphQlEngine engine = new GraphQlEngine(source, calls, state, limits);
    GraphQlApi api =
        new GraphQlApi(
            engine, state, new RequestRate(limits.requestsPerSecond(), System::nanoTime));
    GraphQlSockets sockets =
        new GraphQlSockets(vertx, new SocketSession.Server(engine, feed, api.persisted, api.rate));
    router.route("/graphql").handler(api::limitRate);
    router.get("/graphql").handler(sockets::accept);
    router
        .route("/graphql")
        .handler(
            CorsHandler.create()
                .addOrigin("*")
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST))
                .allowedHeader("content-type"));
    router
        .post("/graphql")
        .handler(BodyHandler.create(false).setBodyLimit(limits.bodyBytesMax()))
        .handler(api::post);
    router.get("/graphql").handler(api::get);
    // Vert.x unpacks GraphiQL's files when they are first read: not on the event loop.
    vertx
        .executeBlocking(() -> vertx.fileSystem().readFileBlocking(GRAPHIQL_PAGE).length())
        .onFailure(e -> LOG.warn("graphiql not unpacked: reason={}", e.getMessage()));
    GraphiQLHandler graphiql =
        GraphiQLHandler.builder(vertx).with(new GraphiQLHandlerOptions().setEnabled(true)).build();
    router.route("/graphiql*").subRouter(graphiql.router());
  }

  private void limitRate(RoutingContext context) {
    if (rate.allows(context.request().remoteAddress().hostAddress())) {
      context.next();
      return;
    }
    context.response().putHeader("retry-after", "1");
    refuse(
        context,
        TOO_MANY_REQUESTS,
        ApiException.Code.RATE_LIMITED.name(),
        "too many requests from this address; ask again in a second");
  }

  private void post(RoutingContext context) {
    Buffer body = context.body().buffer();
    try {
      answer(context, JSON.readTree(body == null ? new byte[0] : body.getBytes()));
    } catch (JsonProcessingException e) {
      refuse(context, "the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      refuse(context, "the body cannot be read");
    }
  }

  private void get(RoutingContext context) {
    ObjectNode request = JSON.createObjectNode();
    request.put("query", context.queryParams().get("query"));
    request.put("operationName", context.queryParams().get("operationName"));
    for (String name : List.of("variables", "extensions")) {
      try {
        Optional<String> json = Optional.ofNullable(context.queryParams().get(name));
        request.set(name, json.isEmpty() ? JSON.nullNode() : JSON.readTree(json.get()));
      } catch (JsonProcessingException e) {
        refuse(context, name + " is not JSON: " + e.getOriginalMessage());
        return;
      }
    }
    answer(context, request);
  }

  private void answer(RoutingContext context, JsonNode json) {
    try {
      GraphQlRequest request = GraphQlRequest.from(persisted.resolve(json));
      // The database blocks; the event loop must not.
      Thread.ofVirtual().name("graphql").start(() -> run(context, request));
    } catch (ApiException e) {
      // As Apollo's clients expect it: an answer, not a failed request.
      refuse(context, 200, e.code().name(), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      refuse(context, String.valueOf(e.getMessage()));
    }
  }

  private void run(RoutingContext context, GraphQlRequest request) {
    try {
      byte[] answer = engine.answer(request.query(), request.operationName(), request.variables());
      context.response().putHeader("content-type", "application/json");
      if (context.request().method().equals(HttpMethod.GET) && isCached(context, request, answer)) {
        context.response().setStatusCode(NOT_MODIFIED).end();
      } else {
        context.response().end(Buffer.buffer(answer));
      }
    } catch (RuntimeException e) {
      LOG.error("graphql_request_failed", e);
      context
          .response()
          .setStatusCode(500)
          .putHeader("content-type", "application/json")
          .end(
              "{\"errors\":[{\"message\":\"internal"
                  + " error\",\"extensions\":{\"code\":\"INTERNAL\"}}]}");
    }
  }

  /**
   * Says how long an answer may be kept, and whether the client has it already. Answers of the
   * present may not be kept; those of a past block may be asked for again by their tag, and once
   * the block is final they never change.
   */
  private boolean isCached(RoutingContext context, GraphQlRequest request, byte[] answer) {
    Optional<Long> block = engine.findFixedBlock(request);
    if (block.isEmpty() || startsWith(answer, ERRORS)) {
      context.response().putHeader("cache-control", "no-store");
      return false;
    }
    boolean isFinal = block.get() <= state.finalBlock();
    String tag = "\"%s\"".formatted(Hash32.keccak(answer).hex());
    context
        .response()
        .putHeader("cache-control", isFinal ? "public, max-age=31536000, immutable" : "no-cache")
        .putHeader("etag", tag);
    return tag.equals(context.request().getHeader("if-none-match"));
  }

  private static boolean startsWith(byte[] answer, byte[] start) {
    return answer.length >= start.length
        && Arrays.equals(answer, 0, start.length, start, 0, start.length);
  }

  private static void refuse(RoutingContext context, String reason) {
    refuse(context, 400, "BAD_REQUEST", reason);
  }

  private static void refuse(RoutingContext context, int status, String code, String reason) {
    byte[] answer;
    try {
      answer =
          JSON.writeValueAsBytes(
              Map.of(
                  "errors",
                  List.of(Map.of("message", reason, "extensions", Map.of("code", code)))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(Buffer.buffer(answer));
  }
}
