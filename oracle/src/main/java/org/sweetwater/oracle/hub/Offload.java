package org.sweetwater.oracle.hub;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what blocks on virtual threads, a bounded number at once, each for a bounded time. */
final class Offload implements AutoCloseable {
  /** Requests in work; more are told to come again, rather than waiting without end. */
  private static final int IN_WORK_MAX = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Offload.class);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore slots = new Semaphore(IN_WORK_MAX);
  private final Duration timeout;

  Offload(Duration timeout) {
    this.timeout = timeout;
  }

  /** Answers the request with what {@code work} returns, or says why there is no answer. */
  void answer(RoutingContext context, Callable<Reply> work) {
    if (!slots.tryAcquire()) {
      send(context, Reply.snapshotError(503, "server_error", "too busy, try later", ""));
      return;
    }
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> replyOf(work), executor)
            .whenComplete((done, failed) -> slots.release());
    Future.fromCompletionStage(reply, context.vertx().getOrCreateContext())
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(Offload::failed)
        .onSuccess(done -> send(context, done));
  }

  private static Reply replyOf(Callable<Reply> work) {
    try {
      return work.call();
    } catch (Exception e) {
      return failed(e);
    }
  }

  /** No stack trace leaves the house. */
  private static Reply failed(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return Reply.snapshotError(503, "server_error", "request timed out, try later", "");
    }
    LOG.error("request failed: cause={}", cause.getMessage(), cause);
    return Reply.snapshotError(500, "server_error", "request failed", "");
  }

  /** Sends an answer, unless the client has gone or was answered before. */
  static void send(RoutingContext context, Reply reply) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(reply.status())
        .putHeader("Content-Type", reply.contentType())
        .end(reply.body());
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
