package org.sweetwater.indexer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.sweetwater.wrappers.BlockRef;

/** {@code /health/live}, {@code /health/ready} and {@code /metrics}, and how long queries take. */
record HealthRoutes(
    PrometheusMeterRegistry registry,
    Supplier<Progress> progress,
    HeadLag lag,
    long startBlock,
    Clock clock) {
  /** From a cached answer to the limit of {@code GraphQlLimits}. */
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  void mount(Router router) {
    Timer queries =
        Timer.builder("sweetwater.indexer.query")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    Gauge.builder(
            "sweetwater.indexer.lag",
            () -> lag.seconds(progress.get().lagBlocks(startBlock), clock.instant()))
        .baseUnit("seconds")
        .register(registry);
    router.get("/health/live").handler(context -> answer(context, 200, up()));
    router.get("/health/ready").handler(this::ready);
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("content-type", PROMETHEUS_TEXT)
                    .end(registry.scrape()));
    router
        .route("/graphql")
        .handler(
            context -> {
              if (context.request().getHeader("upgrade") != null) {
                // A subscription lasts as long as the client likes.
                context.next();
                return;
              }
              Timer.Sample sample = Timer.start(registry);
              context.addEndHandler(ended -> sample.stop(queries));
              context.next();
            });
  }

  private void ready(RoutingContext context) {
    Progress now = progress.get();
    Optional<String> staleness = now.findStaleness(startBlock, clock.instant());
    JsonObject state = staleness.isEmpty() ? up() : new JsonObject().put("status", "DOWN");
    staleness.ifPresent(reason -> state.put("reason", reason));
    state
        .put("head", now.head().map(BlockRef::number).orElse(null))
        .put("nodeHead", now.nodeHead())
        .put("lagBlocks", now.lagBlocks(startBlock));
    answer(context, staleness.isEmpty() ? 200 : 503, state);
  }

  private static JsonObject up() {
    return new JsonObject().put("status", "UP");
  }

  private static void answer(RoutingContext context, int status, JsonObject body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.encode());
  }
}
