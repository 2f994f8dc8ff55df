package org.sweetwater.indexer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.wrappers.config.ConfigException;

/** An HTTP server on an address of its own. */
final class HttpListener implements AutoCloseable {
  private static final int IDLE_SECONDS = 60;
  private static final int LINE_BYTES_MAX = 16_384;

  /** As large as the largest request over HTTP. */
  private static final int MESSAGE_BYTES_MAX = 65_536;

  private static final Map<Integer, String> PROBLEMS =
      Map.of(
          404, "no such endpoint; queries go to /graphql, people to /graphiql",
          405, "this endpoint does not take that method",
          413, "the request body is too large",
          500, "internal error");

  private static final int CLOSE_SECONDS_MAX = 10;
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

  private final Vertx vertx;
  private final URI uri;

  private HttpListener(Vertx vertx, URI uri) {
    this.vertx = vertx;
    this.uri = uri;
  }

  /**
   * Listens, and answers what {@code routes} mounts.
   *
   * @throws ConfigException when the address cannot be listened on
   */
  static HttpListener start(IndexerConfig.Http http, BiConsumer<Vertx, Router> routes) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
    Router router = Router.router(vertx);
    PROBLEMS.forEach(
        (status, detail) ->
            router.errorHandler(status, context -> problem(context, status, detail)));
    routes.accept(vertx, router);
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxInitialLineLength(LINE_BYTES_MAX)
            .setWebSocketSubProtocols(List.of("graphql-transport-ws"))
            .setMaxWebSocketMessageSize(MESSAGE_BYTES_MAX)
            .setCompressionSupported(true);
    try {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .requestHandler(router)
              .listen(http.port(), http.host())
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      URI uri = URI.create("http://%s:%d".formatted(http.host(), server.actualPort()));
      return new HttpListener(vertx, uri);
    } catch (CompletionException e) {
      close(vertx);
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new ConfigException(
          "indexer: cannot listen on %s:%d (%s); stop what listens there, or set another http.host or http.port"
              .formatted(http.host(), http.port(), reason.getMessage()));
    }
  }

  URI uri() {
    return uri;
  }

  /** As RFC 9457 has it. */
  private static void problem(RoutingContext context, int status, String detail) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/problem+json")
        .end("{\"status\":%d,\"detail\":\"%s\"}".formatted(status, detail));
  }

  @Override
  public void close() {
    close(vertx);
  }

  private static void close(Vertx vertx) {
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("http_slow_stop: waitedSeconds={}", CLOSE_SECONDS_MAX);
    } catch (ExecutionException e) {
      LOG.warn("http_stop_failed: cause={}", e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
