package org.sweetwater.oracle.cradle;

import static org.sweetwater.oracle.cradle.ExperimentState.Status.RUNNING;
import static org.sweetwater.oracle.cradle.ExperimentState.Status.SUBMITTED;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.cradle.archive.Archive;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.relay.Outbox;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.oracle.relay.RevertPolicy;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * Carries experiments: latches seeds, and, where the oracle is an attestor, repeats what runs and
 * attests it. For one thread.
 *
 * <p>Nothing is kept but the calls in the outbox: after a crash the chain is read again, and an
 * experiment that was measured but not attested is measured again, which gives the same bytes.
 */
public final class Experiments implements AutoCloseable {
  /** Of every call that this package leaves in the outbox. */
  public static final String KIND_PREFIX = "experiment-";

  private static final Logger LOG = LoggerFactory.getLogger(Experiments.class);

  /** Blocks in one question for logs: Besu's own limit, {@code --rpc-max-logs-range}. */
  private static final long BLOCKS_MAX = 5_000;

  /** When the seed's block exists, and until when its hash can be had; as in the contract. */
  private static final long SEED_DISTANCE = 2;

  private static final long SEED_REACH = 256;

  /** Deeper than any reorganisation that a chain with finality makes. */
  private static final long REREAD_BLOCKS = 256;

  private final Parts parts;
  private final CradleContract contract;
  private final Outbox outbox;
  private final Measuring measuring = new Measuring();
  private final Set<Hash32> watched = new LinkedHashSet<>();
  private final Map<Hash32, String> said = new HashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private long scannedTo;

  private Experiments(Parts parts) {
    this.parts = parts;
    this.contract = new CradleContract(parts.chain(), parts.deployment());
    this.outbox = new Outbox(parts.clock());
    this.scannedTo = parts.deployment().startBlock() - 1;
    Gauge.builder("sweetwater.cradle.experiments", open, AtomicInteger::get)
        .description("Experiments that are submitted or running")
        .register(parts.metrics());
  }

  /**
   * What carrying works with.
   *
   * @param attestor empty where the oracle only latches seeds
   * @param archive where specifications are found and results published
   * @param confirmations blocks after which nothing is rolled back
   */
  public record Parts(
      Deployment deployment,
      ChainClient chain,
      Jdbi jdbi,
      Optional<Attestor> attestor,
      Archive archive,
      int confirmations,
      Clock clock,
      MeterRegistry metrics) {}

  /** Begins at the deployment's first block. */
  public static Experiments open(Parts parts) {
    return new Experiments(parts);
  }

  /** What reverts of our calls mean. */
  public static RevertPolicy revertPolicy() {
    return new ExperimentRevertPolicy();
  }

  /**
   * Takes one step for each experiment that needs one.
   *
   * @return whether more can be done at once
   * @throws org.sweetwater.wrappers.RetryableException when the node or the archive does not answer
   */
  public boolean advance() {
    long head = contract.blockNumber();
    boolean hasMore = scan(head - parts.confirmations());
    if (!watched.isEmpty()) {
      contract.all(List.copyOf(watched)).forEach(state -> step(state, head));
    }
    open.set(watched.size());
    return hasMore;
  }

  private boolean scan(long newest) {
    if (scannedTo >= newest) {
      return false;
    }
    long to = Math.min(newest, scannedTo + BLOCKS_MAX);
    List<Hash32> found = contract.submittedIn(scannedTo + 1, to);
    found.forEach(id -> LOG.info("experiment.seen: id={}", id));
    watched.addAll(found);
    scannedTo = to;
    return to < newest;
  }

  private void step(ExperimentState state, long head) {
    switch (state.status()) {
      case SUBMITTED -> latch(state, head);
      case RUNNING -> parts.attestor().ifPresent(attestor -> attest(state, attestor));
      case PASSED, FAILED, APPROVED -> forget(state);
      case UNKNOWN -> {
        // A reorganisation took it back, and may have brought it again in a block already read.
        scannedTo = Math.max(parts.deployment().startBlock() - 1, scannedTo - REREAD_BLOCKS);
        forget(state);
      }
    }
  }

  private void forget(ExperimentState state) {
    LOG.debug("experiment.left: id={} status={}", state.id(), state.status());
    watched.remove(state.id());
    said.remove(state.id());
    measuring.forget(state.id());
  }

  private void latch(ExperimentState state, long head) {
    long seedBlock = state.submitBlock() + SEED_DISTANCE;
    // The call would be in the next block at the earliest.
    if (head >= seedBlock + SEED_REACH) {
      say(state.id(), "its seed was not latched in time; submit it again");
      forget(state);
    } else if (head > seedBlock) {
      enqueue("latch", state.id(), "", CradleCalls.latchSeed(state.id()));
    }
  }

  private void attest(ExperimentState state, Attestor attestor) {
    CradleContract.Attestors office = contract.attestors();
    Address account = attestor.address();
    String key = ":%s:%d".formatted(account, office.version());
    if (!office.accounts().contains(account)) {
      say(state.id(), "%s is not an attestor".formatted(account));
    } else if (!isEnqueued("attest", state.id(), key)) {
      measuring
          .progress(state.id())
          .ifPresentOrElse(progress -> goOn(state, key, progress), () -> begin(state, attestor));
    }
  }

  private void begin(ExperimentState state, Attestor attestor) {
    readable(state)
        .ifPresent(
            spec ->
                measuring.begin(
                    state.id(), () -> attestor.attest(state.id(), state.seed(), spec, done -> {})));
  }

  private void goOn(ExperimentState state, String key, Measuring.Progress progress) {
    switch (progress) {
      case Measuring.Progress.Working() -> {}
      case Measuring.Progress.Measured(var attestation) -> publish(state.id(), key, attestation);
      // Others may have more memory; and the other experiments must go on.
      case Measuring.Progress.Failed(String reason) -> say(state.id(), reason);
    }
  }

  private Optional<ExperimentSpec> readable(ExperimentState state) {
    return switch (PublishedExperiment.of(state, parts.archive())) {
      case PublishedExperiment.Found(ExperimentSpec spec) -> Optional.of(spec);
      case PublishedExperiment.Missing(Hash32 specHash) -> {
        say(state.id(), "the archive does not have its specification " + specHash);
        yield Optional.empty();
      }
      case PublishedExperiment.Refused(String reason) -> {
        say(state.id(), reason);
        yield Optional.empty();
      }
    };
  }

  /** The result first: whoever sees the attestation must be able to read what it attests. */
  private void publish(Hash32 id, String key, Attestor.Attestation attestation) {
    parts.archive().put(attestation.result().artefact());
    enqueue(
        "attest",
        id,
        key,
        CradleCalls.attest(attestation.result(), List.of(attestation.signature())));
    measuring.forget(id);
    LOG.info(
        "experiment.attested: id={} resultHash={} worst={}",
        id,
        attestation.result().resultHash(),
        attestation.result().worst().values());
  }

  private boolean isEnqueued(String step, Hash32 id, String key) {
    return parts
        .jdbi()
        .withHandle(handle -> outbox.find(handle, dedupeKey(step, id, key)))
        .isPresent();
  }

  private void enqueue(String step, Hash32 id, String key, Bytes call) {
    OutgoingCall outgoing =
        new OutgoingCall(
            KIND_PREFIX + step, id, parts.deployment().cradle(), call, dedupeKey(step, id, key), 0);
    parts.jdbi().useTransaction(transaction -> outbox.enqueue(transaction, outgoing));
  }

  private static String dedupeKey(String step, Hash32 id, String key) {
    return "experiment:" + step + ":" + id.hex() + key;
  }

  /** Once for each thing there is to say about an experiment. */
  private void say(Hash32 id, String reason) {
    if (!reason.equals(said.put(id, reason))) {
      LOG.warn("experiment.not_attested: id={} reason=\"{}\"", id, reason);
    }
  }

  /** Gives up what is being measured: it is measured again after the next start. */
  @Override
  public void close() {
    measuring.close();
  }
}
