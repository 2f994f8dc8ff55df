package org.sweetwater.devnet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sweetwater.devnet.fleet.Fleet;
import org.sweetwater.oracle.cradle.canary.CanaryContract;
import org.sweetwater.oracle.cradle.canary.CanaryEvent;
import org.sweetwater.oracle.cradle.canary.WaveState;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/** Follows one rollout by what the contract says, and tells it. */
final class RolloutFollower {
  /** The longest wave of the demo, its draw, and an oracle that was restarted. */
  private static final Duration WAVE_MAX = Duration.ofMinutes(3);

  private static final Duration TOLD_EVERY = Duration.ofSeconds(10);
  private static final BigDecimal ONE = BigDecimal.TWO.pow(64);
  private static final double PPM_PER_PERCENT = 10_000.0;

  private final Network network;
  private final Fleet fleet;
  private final Narrator narrator;
  private final CanaryContract contract;
  private final Hash32 id;
  private final List<Said> said = new ArrayList<>();
  private long seenBlock;

  RolloutFollower(Network network, Fleet fleet, Narrator narrator, Hash32 id) {
    this.network = network;
    this.fleet = fleet;
    this.narrator = narrator;
    this.contract = new CanaryContract(network.chain(), network.deployment());
    this.id = id;
    this.seenBlock = network.deployment().startBlock();
  }

  /** An event with its block. */
  private record Said(CanaryEvent event, long block) {}

  /** Waits until a wave has passed; tells how it goes. */
  CanaryEvent.WavePassed awaitPassed(int wave) throws InterruptedException {
    CanaryEvent.WaveStarted started =
        await(
            "wave %d of %s to start".formatted(wave, id),
            CanaryEvent.WaveStarted.class,
            event -> event.wave() == wave);
    WaveState drawn = contract.wave(id, wave);
    narrator.say(
        "wave %d: %,d of %,d nodes, drawn from the hash of a later block, run the change for %d s",
        wave, started.size(), drawn.networkNodes(), started.endsAt() - started.startedAt());
    CanaryEvent.WavePassed passed =
        await(
            "wave %d of %s to pass".formatted(wave, id),
            CanaryEvent.WavePassed.class,
            event -> event.wave() == wave);
    WaveState judged = contract.wave(id, wave);
    narrator.say(
        "wave %d passed: %,d verdicts, %d of them failures; evidence %s (20 goes back, if more than 1 %% failed);",
        wave, judged.judged(), passed.failures(), evidence(judged));
    narrator.say(
        "        this wave excludes, at 95 %%, that more than %.1f %% break",
        passed.excludedPpm() / PPM_PER_PERCENT);
    return passed;
  }

  /** Waits until the rollout went back; tells why. */
  CanaryEvent.RolledBack awaitRolledBack() throws InterruptedException {
    CanaryEvent.RolledBack back =
        await(id + " to go back", CanaryEvent.RolledBack.class, event -> true);
    WaveState wave = contract.wave(id, back.wave());
    narrator.say(
        "it went back by itself in wave %d, %s: %d failures in the first %d of %d verdicts, evidence %s",
        back.wave(),
        back.reason().text(),
        wave.failures(),
        wave.judged(),
        wave.size(),
        evidence(wave));
    Patience.await(
        "the nodes to take the change off",
        Duration.ofSeconds(20),
        () -> fleet.running(id) == 0 ? Optional.of(true) : Optional.empty());
    narrator.say("no node runs the change any more");
    return back;
  }

  /** Waits until wave 4 has passed and the change is there to stay. */
  void awaitCompleted() throws InterruptedException {
    await(id + " to complete", CanaryEvent.Completed.class, event -> true);
    narrator.say("the change is everywhere: %,d nodes run it", fleet.running(id));
  }

  /** The blocks from the breach that was one too many to the way back. */
  long blocksFromBreachToRollback() {
    long breached =
        said.stream()
            .filter(each -> each.event() instanceof CanaryEvent.Breached)
            .mapToLong(Said::block)
            .max()
            .orElseThrow(() -> new DevnetException("nobody reported a breach of " + id));
    return blockOf(CanaryEvent.RolledBack.class) - breached;
  }

  /** The blocks from the start of the wave that went back to its end. */
  long blocksFromStartToRollback() {
    return blockOf(CanaryEvent.RolledBack.class) - blockOf(CanaryEvent.WaveStarted.class);
  }

  private long blockOf(Class<? extends CanaryEvent> kind) {
    return said.stream()
        .filter(each -> kind.isInstance(each.event()))
        .mapToLong(Said::block)
        .max()
        .orElseThrow(() -> new DevnetException("no %s of %s".formatted(kind.getSimpleName(), id)));
  }

  private <T extends CanaryEvent> T await(String what, Class<T> kind, Predicate<T> isIt)
      throws InterruptedException {
    Instant[] told = {Instant.now()};
    return Patience.await(
        what,
        WAVE_MAX,
        () -> {
          listen();
          requireAlive(kind);
          if (Duration.between(told[0], Instant.now()).compareTo(TOLD_EVERY) > 0) {
            told[0] = Instant.now();
            tell();
          }
          return said.stream()
              .map(Said::event)
              .filter(kind::isInstance)
              .map(kind::cast)
              .filter(isIt)
              .findFirst();
        });
  }

  private void listen() {
    long head = network.chain().blockNumber();
    if (head > seenBlock) {
      List<LogEntry> logs =
          network.chain().logsAbout(seenBlock + 1, head, network.deployment().canary(), id);
      for (LogEntry log : logs) {
        CanaryEvent.of(List.of(log))
            .forEach(event -> said.add(new Said(event, log.block().number())));
      }
      seenBlock = head;
    }
  }

  /** A rollout that went back will never do anything else. */
  private void requireAlive(Class<? extends CanaryEvent> expected) {
    if (expected == CanaryEvent.RolledBack.class) {
      return;
    }
    said.stream()
        .map(Said::event)
        .filter(CanaryEvent.RolledBack.class::isInstance)
        .map(CanaryEvent.RolledBack.class::cast)
        .findFirst()
        .ifPresent(
            back -> {
              throw new DevnetException(
                  "rollout %s: expected %s, found that it went back in wave %d: %s"
                      .formatted(id, expected.getSimpleName(), back.wave(), back.reason().text()));
            });
  }

  private void tell() {
    var rollout = contract.rollout(id);
    if (rollout.wave() > 0) {
      WaveState wave = contract.wave(id, rollout.wave());
      narrator.say(
          "… wave %d: %d of %d drawn, %d judged, %d failures",
          wave.wave(), wave.drawn(), wave.size(), wave.judged(), wave.failures());
    }
  }

  /** Q64.64 as people read it. */
  static String evidence(WaveState wave) {
    return new BigDecimal(wave.evidence())
        .divide(ONE)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toPlainString();
  }
}
