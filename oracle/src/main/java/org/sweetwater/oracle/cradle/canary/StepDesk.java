package org.sweetwater.oracle.cradle.canary;

import java.util.Set;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.relay.Outbox;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Leaves the steps of rollouts in the outbox. A step's key names the facts that call for it, so the
 * same decision makes the same key after a crash. Where the chain still calls for a step whose call
 * has ended, a reorganisation has undone it, and it is taken once more under another key.
 */
final class StepDesk {
  /** Of every call that this package leaves in the outbox. */
  static final String KIND_PREFIX = "canary-";

  /** Then a person must look. */
  private static final int TRIES_MAX = 100;

  private static final Logger LOG = LoggerFactory.getLogger(StepDesk.class);

  private final Jdbi jdbi;
  private final Outbox outbox;
  private final Address canary;

  StepDesk(Jdbi jdbi, Outbox outbox, Address canary) {
    this.jdbi = jdbi;
    this.outbox = outbox;
    this.canary = canary;
  }

  /**
   * One step.
   *
   * @param name the function in our words
   * @param facts what of the chain's state calls for it
   * @param items how many reports it carries
   */
  record Step(String name, Hash32 id, String facts, Bytes call, int items, boolean urgent) {
    static Step plain(String name, Hash32 id, String facts, Bytes call) {
      return new Step(name, id, facts, call, 0, false);
    }

    /** One that brings a rollout back or keeps it alive. */
    static Step urgent(String name, Hash32 id, String facts, Bytes call) {
      return new Step(name, id, facts, call, 0, true);
    }
  }

  /** The keys of an experiment's calls that have ended; to be read before the chain is. */
  Set<String> ended(Hash32 id) {
    return jdbi.withHandle(handle -> Set.copyOf(outbox.ended(handle, id)));
  }

  void take(Step step, Set<String> ended) {
    take(step, ended, (transaction, key) -> {});
  }

  /** Takes a step, and in the same transaction notes under which key. */
  void take(Step step, Set<String> ended, BiConsumer<Handle, String> note) {
    String first = KIND_PREFIX + step.name() + ":" + step.id().hex() + ":" + step.facts();
    String key = first;
    for (int tries = 2; ended.contains(key); tries++) {
      if (tries > TRIES_MAX) {
        LOG.error(
            "canary.step_in_vain: id={} step={} facts={} tries={}; look at the relay's reasons",
            step.id(),
            step.name(),
            step.facts(),
            TRIES_MAX);
        return;
      }
      key = first + ":" + tries;
    }
    enqueue(step, key, note);
  }

  private void enqueue(Step step, String key, BiConsumer<Handle, String> note) {
    OutgoingCall call =
        new OutgoingCall(
            KIND_PREFIX + step.name(),
            step.id(),
            canary,
            step.call(),
            key,
            step.items(),
            step.urgent());
    jdbi.useTransaction(
        transaction -> {
          outbox.enqueue(transaction, call);
          note.accept(transaction, key);
        });
  }
}
