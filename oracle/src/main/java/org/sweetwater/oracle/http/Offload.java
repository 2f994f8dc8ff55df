package org.sweetwater.oracle.http;

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
public final class Offload implements AutoCloseable {
  /** Requests in work; more are told to come again, rather than waiting without end. */
  private static final int IN_WORK_MAX = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Offload.class);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore slots = new Semaphore(IN_WORK_MAX);
  private final Duration timeout;
  private final Complaint complaint;

  /** Work that may take so long, with this form of answer when there is none. */
  public Offload(Duration timeout, Complaint complaint) {
    this.timeout = timeout;
    this.complaint = complaint;
  }

  /** Answers the request with what {@code work} returns, or says why there is no answer. */
  public void answer(RoutingContext context, Callable<Reply> work) {
    if (!slots.tryAcquire()) {
      send(context, complaint.reply(503, "too busy, try later"));
      return;
    }
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> replyOf(work), executor)
            .whenComplete((done, failed) -> slots.release());
    Future.fromCompletionStage(reply, context.vertx().getOrCreateContext())
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(this::failed)
        .onSuccess(done -> send(context, done));
  }

  private Reply replyOf(Callable<Reply> work) {
    try {
      return work.call();
    } catch (Exception e) {
      return failed(e);
    }
  }

  /** No stack trace leaves the house. */
  private Reply failed(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return complaint.reply(503, "request timed out, try later");
    }
    LOG.error("request failed: cause={}", cause.getMessage(), cause);
    return complaint.reply(500, "request failed");
  }

  /** Sends an answer, unless the client has gone or was answered before. */
  public static void send(RoutingContext context, Reply reply) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    context
        .response()
        .setStatusCode(reply.status())
        .putHeader("Content-Type", reply.contentType())
        .end(reply.body());
  }

  /** Lets work in hand end, for as long as a request may take. */
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
