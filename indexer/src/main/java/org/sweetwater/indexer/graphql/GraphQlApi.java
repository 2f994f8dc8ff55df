package org.sweetwater.indexer.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.graphql.GraphiQLHandler;
import io.vertx.ext.web.handler.graphql.GraphiQLHandlerOptions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.decode.CallDecoder;

/**
 * The query API over HTTP: {@code POST /graphql} with {@code {query, operationName, variables}},
 * {@code GET /graphql?query=…}, and GraphiQL at {@code /graphiql}, served from this process alone.
 *
 * <p>A well-formed request is answered 200, with {@code errors} inside when it fails; each has a
 * {@code code} in its extensions. A body that is no GraphQL request is 400, one that is too large
 * 413.
 *
 * @see <a href="https://spec.graphql.org/October2021/">GraphQL specification</a>
 */
public final class GraphQlApi {
  private static final Logger LOG = LoggerFactory.getLogger(GraphQlApi.class);
  private static final String GRAPHIQL_PAGE = "io/vertx/ext/web/handler/graphiql/index.html";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final GraphQlEngine engine;

  private GraphQlApi(GraphQlEngine engine) {
    this.engine = engine;
  }

  /**
   * Adds {@code /graphql} and {@code /graphiql} to a router.
   *
   * @param source a pool whose connections may read the schema {@code chain} and the oracle's
   *     public views
   * @param calls decodes what ballots will do
   * @param state what {@code _meta} tells about the indexer
   */
  public static void mount(
      Router router,
      Vertx vertx,
      DataSource source,
      CallDecoder calls,
      IndexingState state,
      GraphQlLimits limits) {
    GraphQlApi api = new GraphQlApi(new GraphQlEngine(source, calls, state, limits));
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

  private void post(RoutingContext context) {
    try {
      Buffer body = context.body().buffer();
      JsonNode request = JSON.readTree(body == null ? new byte[0] : body.getBytes());
      JsonNode variables = request.path("variables");
      answer(
          context,
          request.path("query"),
          request.path("operationName"),
          variables.isNull() ? JSON.missingNode() : variables);
    } catch (JsonProcessingException e) {
      refuse(context, "the body is not JSON: " + e.getOriginalMessage());
    } catch (java.io.IOException e) {
      refuse(context, "the body cannot be read");
    }
  }

  private void get(RoutingContext context) {
    Optional<String> variables = Optional.ofNullable(context.queryParams().get("variables"));
    try {
      answer(
          context,
          JSON.valueToTree(context.queryParams().get("query")),
          JSON.valueToTree(context.queryParams().get("operationName")),
          variables.isEmpty() ? JSON.missingNode() : JSON.readTree(variables.get()));
    } catch (JsonProcessingException e) {
      refuse(context, "variables is not JSON: " + e.getOriginalMessage());
    }
  }

  private void answer(
      RoutingContext context, JsonNode query, JsonNode operationName, JsonNode variables) {
    if (!query.isTextual()) {
      refuse(context, "expected a request with a text 'query'");
      return;
    }
    if (!variables.isMissingNode() && !variables.isObject()) {
      refuse(context, "expected 'variables' to be an object");
      return;
    }
    Map<String, Object> values =
        variables.isMissingNode() ? Map.of() : JSON.convertValue(variables, OBJECT);
    Optional<String> operation =
        operationName.isTextual() ? Optional.of(operationName.asText()) : Optional.empty();
    // The database blocks; the event loop must not.
    Thread.ofVirtual().name("graphql").start(() -> run(context, query.asText(), operation, values));
  }

  private void run(
      RoutingContext context,
      String query,
      Optional<String> operation,
      Map<String, Object> variables) {
    try {
      byte[] answer = engine.answer(query, operation, variables);
      context.response().putHeader("content-type", "application/json").end(Buffer.buffer(answer));
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

  private static void refuse(RoutingContext context, String reason) {
    byte[] answer;
    try {
      answer =
          JSON.writeValueAsBytes(
              Map.of(
                  "errors",
                  java.util.List.of(
                      Map.of("message", reason, "extensions", Map.of("code", "BAD_REQUEST")))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    context
        .response()
        .setStatusCode(400)
        .putHeader("content-type", "application/json")
        .end(Buffer.buffer(answer));
  }
}
