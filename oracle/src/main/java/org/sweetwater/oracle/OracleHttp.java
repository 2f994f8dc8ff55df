package org.sweetwater.oracle;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.sweetwater.wrappers.config.ConfigException;

/** The oracle's {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
final class OracleHttp implements AutoCloseable {
  private static final int IDLE_SECONDS = 60;

  private final Vertx vertx;
  private final URI uri;

  private OracleHttp(Vertx vertx, URI uri) {
    this.vertx = vertx;
    this.uri = uri;
  }

  /**
   * Listens.
   *
   * @param more adds endpoints
   * @throws ConfigException when host and port cannot be listened on
   */
  static OracleHttp listen(
      OracleConfig.Http config,
      OracleHealth health,
      PrometheusMeterRegistry metrics,
      Consumer<Router> more) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    Router router = router(vertx, health, metrics);
    more.accept(router);
    try {
      HttpServer server =
          vertx
              .createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
              .requestHandler(router)
              .listen(config.port(), config.host())
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return new OracleHttp(
          vertx, URI.create("http://" + config.host() + ":" + server.actualPort()));
    } catch (CompletionException e) {
      close(vertx);
      throw new ConfigException(
          "oracle: cannot listen on %s:%d (%s); set another http.host or http.port"
              .formatted(
                  config.host(),
                  config.port(),
                  e.getCause() == null ? "no reason given" : e.getCause().getMessage()));
    }
  }

  /** Where it listens, for example {@code http://127.0.0.1:8541}. */
  URI uri() {
    return uri;
  }

  private static Router router(Vertx vertx, OracleHealth health, PrometheusMeterRegistry metrics) {
    Router router = Router.router(vertx);
    router.get("/health/live").handler(context -> answer(context, 200, Map.of("status", "UP")));
    router.get("/health/ready").handler(context -> ready(context, health));
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.scrape()));
    return router;
  }

  private static void ready(RoutingContext context, OracleHealth health) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", health.isReady() ? "UP" : "DOWN");
    body.put("checks", new JsonObject(new LinkedHashMap<>(health.checks())));
    answer(context, health.isReady() ? 200 : 503, body);
  }

  private static void answer(RoutingContext context, int status, Map<String, ?> body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(new JsonObject(new LinkedHashMap<>(body)).encode());
  }

  /** Stops listening. */
  @Override
  public void close() {
    close(vertx);
  }

  private static void close(Vertx vertx) {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
