package org.sweetwater.devnet.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import org.sweetwater.wrappers.RetryableException;

/**
 * Serves the page on 127.0.0.1 to whoever has the token, and takes its answers.
 *
 * <p>Any page in the member's browser can send requests here, so each must name this server in
 * {@code Host} (no name that somebody else resolves to 127.0.0.1), must come from our own page
 * ({@code Origin}), and must carry the key that the token was exchanged for.
 */
final class PageServer implements AutoCloseable {
  /** Twenty times what a wallet's answer needs. */
  static final int BODY_BYTES_MAX = 16_384;

  private static final String HOST = "127.0.0.1";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
  private final PageSession session;
  private final Consumer<String> notes;
  private final Page page = Page.load();
  private final int port;

  private PageServer(PageSession session, Consumer<String> notes) {
    this.session = session;
    this.notes = notes;
    // HTTP/1.1 alone: a browser speaks nothing else without TLS, and Host is checked as it is sent.
    HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    HttpServer http = vertx.createHttpServer(options).requestHandler(router());
    this.port = http.listen(0, HOST).toCompletionStage().toCompletableFuture().join().actualPort();
  }

  /**
   * Serves a conversation on a free port.
   *
   * @param notes told what the page reports for the terminal
   */
  static PageServer start(PageSession session, Consumer<String> notes) {
    return new PageServer(session, notes);
  }

  /** The page's address with the token, which the browser never sends in a request line. */
  URI address() {
    return URI.create(origin() + "/#" + session.token());
  }

  private String origin() {
    return "http://" + HOST + ":" + port;
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(this::harden);
    router.get("/").handler(this::showPage);
    router.post().handler(this::requireOwnPage);
    router.post().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
    router.post("/session").handler(reading(this::open));
    router.post("/task").handler(withKey(this::showTask));
    router.post("/answer").handler(withKey(this::answer));
    router.post("/note").handler(withKey(this::note));
    router.route().failureHandler(this::failed);
    return router;
  }

  private void harden(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", page.policy())
        .putHeader("Cache-Control", "no-store")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (!(HOST + ":" + port).equals(context.request().getHeader("Host"))) {
      problem(context, 403, "this server answers as %s:%d only".formatted(HOST, port));
      return;
    }
    context.next();
  }

  private void showPage(RoutingContext context) {
    context.response().putHeader("Content-Type", "text/html; charset=utf-8").end(page.html());
  }

  private void requireOwnPage(RoutingContext context) {
    String type = String.valueOf(context.request().getHeader("Content-Type"));
    if (!origin().equals(context.request().getHeader("Origin"))) {
      problem(context, 403, "only this server's own page may do that");
    } else if (!type.equals("application/json")) {
      problem(context, 415, "expected application/json");
    } else {
      context.next();
    }
  }

  /** Handles a request whose body is a JSON object. */
  private interface JsonHandler {
    void handle(RoutingContext context, JsonNode body);
  }

  private Handler<RoutingContext> reading(JsonHandler handler) {
    return context -> {
      Optional<JsonNode> body = body(context);
      if (body.isEmpty()) {
        problem(context, 400, "expected a JSON object");
      } else {
        handler.handle(context, body.get());
      }
    };
  }

  private Handler<RoutingContext> withKey(JsonHandler handler) {
    Handler<RoutingContext> reading = reading(handler);
    return context -> {
      String given = String.valueOf(context.request().getHeader("Authorization"));
      if (given.startsWith("Bearer ") && session.isOpenFor(given.substring("Bearer ".length()))) {
        reading.handle(context);
      } else {
        problem(context, 403, "this page is not the one that the command opened");
      }
    };
  }

  private static Optional<JsonNode> body(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    try {
      JsonNode tree = JSON.readTree(buffer == null ? "" : buffer.toString());
      return Optional.of(tree).filter(JsonNode::isObject);
    } catch (JsonProcessingException notJson) {
      // The caller answers that a JSON object was expected.
      return Optional.empty();
    }
  }

  private void open(RoutingContext context, JsonNode body) {
    Optional<String> key = session.open(body.path("token").asText());
    if (key.isPresent()) {
      reply(context, 200, JsonNodeFactory.instance.objectNode().put("session", key.get()));
    } else {
      problem(
          context,
          403,
          "This address was used already, or is not the one that the command printed. Run the command again.");
    }
  }

  private void showTask(RoutingContext context, JsonNode body) {
    ObjectNode task = session.task();
    // Only what was written counts: the end must arrive before this server goes.
    reply(context, 200, task).onSuccess(written -> session.received(task.path("step").asInt()));
  }

  private void answer(RoutingContext context, JsonNode body) {
    // A judge may wait for the chain, and the event loop must not.
    vertx
        .executeBlocking(() -> session.answer(body.path("step").asInt(-1), body), false)
        .onSuccess(outcome -> reply(context, outcome))
        .onFailure(context::fail);
  }

  private static void reply(RoutingContext context, PageSession.Outcome outcome) {
    switch (outcome) {
      case PageSession.Outcome.Taken() ->
          reply(context, 200, JsonNodeFactory.instance.objectNode());
      case PageSession.Outcome.Problem(String text) -> problem(context, 422, text);
      case PageSession.Outcome.Stale() ->
          problem(context, 409, "The command does not wait for this answer any more.");
    }
  }

  private void note(RoutingContext context, JsonNode body) {
    notes.accept(PlainText.line(body.path("text").asText(), 300));
    reply(context, 200, JsonNodeFactory.instance.objectNode());
  }

  private void failed(RoutingContext context) {
    int status = context.statusCode() < 400 ? 500 : context.statusCode();
    String text =
        context.failure() instanceof RetryableException unanswered
            ? String.valueOf(unanswered.getMessage())
            : "request refused (" + status + ")";
    problem(context, status, text);
  }

  private static void problem(RoutingContext context, int status, String text) {
    reply(context, status, JsonNodeFactory.instance.objectNode().put("problem", text));
  }

  private static Future<Void> reply(RoutingContext context, int status, ObjectNode body) {
    return context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body.toString());
  }

  /** Stops listening and ends the connections. */
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
