package org.sweetwater.devnet.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation between the command and its page: the command asks one thing after the other,
 * the page answers each once.
 *
 * <p>The token in the address that the command prints opens the conversation once; whoever comes
 * second with it is refused, so that nobody can follow a member who was first.
 */
final class PageSession {
  private static final int KEY_BYTES = 32;
  private static final Logger LOG = LoggerFactory.getLogger(PageSession.class);

  private final String token = random();
  private final String key = random();
  private final Duration patience;
  private final CountDownLatch farewell = new CountDownLatch(1);
  private boolean opened;
  private boolean ended;
  private int step;
  private PageTask task =
      new PageTask(view("wait", "Waiting for the command…"), answer -> Optional.of("not asked"));
  private CompletableFuture<JsonNode> answer = new CompletableFuture<>();

  /**
   * A conversation.
   *
   * @param patience how long the member may take for one answer
   */
  PageSession(Duration patience) {
    this.patience = patience;
  }

  /** What the page's answer was taken for. */
  sealed interface Outcome {
    /** It was what the command waits for. */
    record Taken() implements Outcome {}

    /** The member may try again. */
    record Problem(String text) implements Outcome {}

    /** Nobody waits for it: answered already, or of another step. */
    record Stale() implements Outcome {}
  }

  /** The secret for the address. */
  String token() {
    return token;
  }

  /** Opens the conversation; empty for a wrong token, and for one that was used. */
  synchronized Optional<String> open(String presented) {
    if (opened || !isSame(token, presented)) {
      return Optional.empty();
    }
    opened = true;
    return Optional.of(key);
  }

  /** Whether this is the key that {@link #open} gave. */
  synchronized boolean isOpenFor(String presented) {
    return opened && isSame(key, presented);
  }

  /** What the page should show now, with the number of the step. */
  synchronized ObjectNode task() {
    return task.view().deepCopy().put("step", step);
  }

  /** Notes that the page has received a step. */
  synchronized void received(int shownStep) {
    if (ended && shownStep == step) {
      farewell.countDown();
    }
  }

  /** Takes an answer of the page to the step it names. */
  Outcome answer(int toStep, JsonNode given) {
    PageTask asked;
    CompletableFuture<JsonNode> waiting;
    synchronized (this) {
      if (toStep != step || answer.isDone() || ended) {
        return new Outcome.Stale();
      }
      asked = task;
      waiting = answer;
    }
    if (given.path("cancelled").asBoolean()) {
      waiting.completeExceptionally(
          new MemberException("cancelled on the page; nothing was signed"));
      return new Outcome.Taken();
    }
    // Outside the lock: a judge may wait for the chain.
    Optional<String> problem = asked.judge().problemOf(given);
    if (problem.isPresent()) {
      return new Outcome.Problem(problem.get());
    }
    return waiting.complete(given) ? new Outcome.Taken() : new Outcome.Stale();
  }

  /**
   * Asks the page and waits for the answer that the judge takes.
   *
   * @throws MemberException when the member cancels, or does not answer in time
   */
  JsonNode ask(PageTask next) throws InterruptedException {
    CompletableFuture<JsonNode> waiting = new CompletableFuture<>();
    synchronized (this) {
      task = next;
      answer = waiting;
      step++;
    }
    try {
      return waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new MemberException(
          "no answer from the page within %d s; run the command again"
              .formatted(patience.toSeconds()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MemberException cancelled) {
        throw cancelled;
      }
      throw new IllegalStateException("the page's answer failed", e);
    }
  }

  /** Shows the page that the command works. */
  synchronized void pause(String text) {
    task = new PageTask(view("wait", text), given -> Optional.of("not asked"));
    answer = new CompletableFuture<>();
    step++;
  }

  /**
   * Shows the page how it ended, and waits a moment until it has seen that. Only the first end
   * counts.
   */
  void end(MemberWallet.Ending ending, Duration most) throws InterruptedException {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      step++;
      task =
          new PageTask(
              view(ending.isGood() ? "done" : "failed", ending.text()),
              given -> Optional.of("not asked"));
      if (!opened) {
        return;
      }
    }
    boolean isSeen = farewell.await(most.toMillis(), TimeUnit.MILLISECONDS);
    if (!isSeen) {
      LOG.debug("page_left: the member did not wait for the end, which the terminal shows too");
    }
  }

  static ObjectNode view(String kind, String text) {
    return JsonNodeFactory.instance.objectNode().put("kind", kind).put("text", text);
  }

  private static boolean isSame(String secret, String presented) {
    return MessageDigest.isEqual(
        secret.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
  }

  private static String random() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
