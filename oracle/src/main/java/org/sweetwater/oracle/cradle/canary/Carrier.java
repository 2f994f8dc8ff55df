package org.sweetwater.oracle.cradle.canary;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.sweetwater.oracle.cradle.canary.PostedMessages.PostedBreach;
import org.sweetwater.oracle.cradle.canary.StepDesk.Step;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Brings reports and breaches to the chain, and has verdicts judged. */
final class Carrier {
  /** Reports in one call: some 25,000 gas each. */
  static final int REPORTS = 50;

  /** Breaches in one call: some 100,000 gas each, of the 2^24 that EIP-7825 allows. */
  static final int BREACHES = 100;

  /** Verdicts that one call judges: at most 15,000 gas each. */
  static final int VERDICTS = 200;

  /** Into how many calls the verdicts of a large wave go when all are healthy. */
  private static final long JUDGEMENTS = 50;

  /** How old a breach may be; as in the contract. */
  static final long BREACH_AGE_SECONDS = 300;

  /** Blocks in which others' breaches are looked for: more than are made while one is recent. */
  private static final long BREACH_BLOCKS = 1_000;

  /** Breaches of fewer nodes than are needed go alone then: others may be at another oracle. */
  private static final Duration COMPANY_WAIT = Duration.ofSeconds(30);

  private final CanaryContract contract;
  private final PostedMessages posted;
  private final StepDesk desk;
  private final RolloutMetrics metrics;
  private final InstantSource clock;

  Carrier(
      CanaryContract contract,
      PostedMessages posted,
      StepDesk desk,
      RolloutMetrics metrics,
      InstantSource clock) {
    this.contract = contract;
    this.posted = posted;
    this.desk = desk;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What is to be done while a wave is observed. */
  void observe(Look look) {
    WaveState wave = contract.wave(look.id(), look.state().wave(), look.block());
    bringReports(look, wave);
    judge(look, wave);
  }

  private void bringReports(Look look, WaveState wave) {
    List<NodeReport> open = posted.openReports(look.id(), wave, look.now());
    if (open.isEmpty()) {
      return;
    }
    List<DrawnNode> drawn =
        contract.drawn(
            look.id(),
            wave.wave(),
            open.stream().map(report -> report.measurement().position()).toList(),
            look.block());
    List<NodeReport> acceptable = new ArrayList<>();
    List<NodeReport> settled = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      NodeReport report = open.get(i);
      long slotEnd = wave.slotEnd(report.measurement().position());
      boolean isSettled = drawn.get(i).hasVerdict() || look.now() > slotEnd;
      (isSettled ? settled : acceptable).add(report);
    }
    if (!settled.isEmpty()) {
      posted.settle(settled, look.head().number());
    }
    for (int from = 0; from < acceptable.size(); from += REPORTS) {
      report(look, wave, acceptable.subList(from, Math.min(acceptable.size(), from + REPORTS)));
    }
  }

  private void report(Look look, WaveState wave, List<NodeReport> reports) {
    Bytes call = CanaryCalls.report(look.id(), wave.wave(), reports);
    String facts = wave.wave() + ":" + wave.seed().hex() + ":" + call.keccak().hex();
    desk.take(
        new Step("report", look.id(), facts, call, reports.size(), false),
        look.ended(),
        (transaction, key) -> posted.carriedBy(transaction, key, reports));
    metrics.carried(reports.size());
  }

  private void judge(Look look, WaveState wave) {
    if (isDue(look, wave)) {
      String facts =
          "%d:%s:%d:%b"
              .formatted(
                  wave.wave(), wave.seed().hex(), wave.judged(), wave.judged() == wave.size());
      desk.take(
          Step.plain("judge", look.id(), facts, CanaryCalls.judge(look.id(), VERDICTS)),
          look.ended());
    }
  }

  /**
   * A verdict that speaks against the change is judged at once; others together, for a large wave
   * would be some thousand calls.
   */
  private boolean isDue(Look look, WaveState wave) {
    if (wave.judged() == wave.size()) {
      return look.now() >= wave.endsAt();
    }
    long together = Math.min(Math.ceilDiv(wave.size(), JUDGEMENTS), wave.size() - wave.judged());
    List<Long> next = LongStream.range(wave.judged(), wave.judged() + together).boxed().toList();
    List<DrawnNode> nodes = contract.drawn(look.id(), wave.wave(), next, look.block());
    for (int i = 0; i < nodes.size(); i++) {
      switch (nodes.get(i).verdict()) {
        case HEALTHY -> {}
        case FAILED, SILENT -> {
          return true;
        }
        case NONE -> {
          return look.now() > wave.slotEnd(next.get(i));
        }
      }
    }
    return true;
  }

  /** Brings what attestors saw at once, and what nodes saw when it is enough. */
  void bringBreaches(Look look) {
    int wave = look.state().startedWave();
    long oldest = look.now() - BREACH_AGE_SECONDS;
    List<PostedBreach> open = posted.openBreaches(look.id(), wave, oldest, look.now());
    if (open.isEmpty()) {
      return;
    }
    List<CanaryEvent.Breached> known = knownSince(look, wave, oldest);
    List<PostedBreach> fresh = open.stream().filter(breach -> isNews(breach, known)).toList();
    List<PostedBreach> bring =
        Stream.concat(
                fresh.stream().filter(breach -> breach.operator().isEmpty()),
                isTimeForNodes(look, wave, fresh, known)
                    ? fresh.stream().filter(breach -> breach.operator().isPresent())
                    : Stream.of())
            .toList();
    for (int from = 0; from < bring.size(); from += BREACHES) {
      breach(look, wave, bring.subList(from, Math.min(bring.size(), from + BREACHES)));
    }
  }

  private List<CanaryEvent.Breached> knownSince(Look look, int wave, long oldest) {
    long head = look.head().number();
    return contract.eventsAbout(look.id(), Math.max(0, head - BREACH_BLOCKS), head).stream()
        .filter(CanaryEvent.Breached.class::isInstance)
        .map(CanaryEvent.Breached.class::cast)
        .filter(event -> event.wave() == wave && event.windowEnd() >= oldest)
        .toList();
  }

  private static boolean isNews(PostedBreach breach, List<CanaryEvent.Breached> known) {
    return known.stream()
        .noneMatch(
            event ->
                event.signer().equals(breach.signer())
                    && event.windowEnd() >= breach.report().breach().windowEnd());
  }

  private boolean isTimeForNodes(
      Look look, int wave, List<PostedBreach> fresh, List<CanaryEvent.Breached> known) {
    List<PostedBreach> ofNodes =
        fresh.stream().filter(breach -> breach.operator().isPresent()).toList();
    if (ofNodes.isEmpty()) {
      return false;
    }
    boolean hasWaited =
        ofNodes.stream()
            .anyMatch(breach -> clock.instant().isAfter(breach.receivedAt().plus(COMPANY_WAIT)));
    Set<Address> operators = new HashSet<>();
    ofNodes.stream().map(PostedBreach::operator).flatMap(Optional::stream).forEach(operators::add);
    known.stream()
        .filter(event -> !event.byAttestor())
        .map(event -> contract.operatorOf(event.signer()))
        .forEach(operators::add);
    return hasWaited
        || operators.size() >= contract.wave(look.id(), wave, look.block()).breachNodesRequired();
  }

  private void breach(Look look, int wave, List<PostedBreach> breaches) {
    Hash32 id = look.id();
    Bytes call = CanaryCalls.breach(id, breaches.stream().map(PostedBreach::report).toList());
    String facts = wave + ":" + call.keccak().hex();
    desk.take(
        new Step("breach", id, facts, call, breaches.size(), true),
        look.ended(),
        (transaction, key) -> posted.breachesCarriedBy(transaction, key, breaches));
    metrics.breachesCarried(
        breaches.stream().map(PostedBreach::signer).collect(Collectors.toSet()).size());
  }
}
