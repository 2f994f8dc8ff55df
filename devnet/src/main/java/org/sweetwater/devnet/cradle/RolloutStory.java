package org.sweetwater.devnet.cradle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.cradle.canary.CanaryContract;
import org.sweetwater.oracle.cradle.canary.CanaryEvent;
import org.sweetwater.oracle.cradle.canary.RolloutState;
import org.sweetwater.oracle.cradle.canary.WaveState;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * A rollout as the contract has it now, for people.
 *
 * @param waves those that were announced, the first one first
 * @param silentAfter the last second at which missing heartbeats let nobody roll back
 * @param reason why it went back; empty when it did not, or nobody said
 */
record RolloutStory(
    RolloutState state,
    List<WaveRow> waves,
    long silentAfter,
    Optional<CanaryEvent.Reason> reason) {
  /** Blocks that are asked for at once; every node serves so many. */
  private static final long RANGE_BLOCKS = 1_000;

  private static final BigDecimal ONE = BigDecimal.TWO.pow(64);
  private static final double PPM_PER_PERCENT = 10_000.0;

  /** Copies the list. */
  RolloutStory {
    waves = List.copyOf(waves);
  }

  /** A wave, and the share (ppm) of breaking nodes that its verdicts exclude so far. */
  record WaveRow(WaveState wave, long excludedPpm) {}

  /** Reads a rollout; empty when it has not begun. */
  static Optional<RolloutStory> read(ChainClient chain, Deployment deployment, Hash32 id) {
    CanaryContract contract = new CanaryContract(chain, deployment);
    RolloutState state = contract.rollout(id);
    if (state.phase() == RolloutState.Phase.NONE) {
      return Optional.empty();
    }
    List<WaveRow> waves = new ArrayList<>();
    for (int number = 1; number <= state.wave(); number++) {
      WaveState wave = contract.wave(id, number);
      long excluded =
          wave.judged() == 0 ? 0 : contract.excludedRatePpm(wave.judged(), wave.failures());
      waves.add(new WaveRow(wave, excluded));
    }
    Optional<CanaryEvent.Reason> reason =
        state.phase() == RolloutState.Phase.ROLLED_BACK
            ? reason(chain, deployment, id)
            : Optional.empty();
    return Optional.of(new RolloutStory(state, waves, contract.silentAfter(id), reason));
  }

  /** A phase in words. */
  static String words(RolloutState.Phase phase) {
    return switch (phase) {
      case NONE -> "not begun";
      case DRAWING -> "its nodes are drawn";
      case OBSERVING -> "its nodes run the change and report";
      case WAITING -> "the next wave may begin";
      case AWAITING_BALLOT -> "a ballot decides about the last wave";
      case COMPLETED -> "completed, the change is everywhere";
      case ROLLED_BACK -> "rolled back, for good";
    };
  }

  /** For the terminal, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "rollout   wave %d: %s%s%s"
            .formatted(
                state.wave(),
                words(state.phase()),
                state.paused() && state.isRollingOut()
                    ? ", paused until its submitter lets it go on"
                    : "",
                reason.map(why -> ", because " + words(why)).orElse("")));
    lines.add(
        "%-6s %7s %7s %9s %10s  %s"
            .formatted("wave", "nodes", "judged", "failures", "evidence", "excludes at 95 %"));
    for (WaveRow row : waves) {
      WaveState wave = row.wave();
      lines.add(
          "%-6d %7d %7d %9d %10s  %s"
              .formatted(
                  wave.wave(),
                  wave.size(),
                  wave.judged(),
                  wave.failures(),
                  evidence(wave),
                  wave.judged() == 0
                      ? "nothing yet"
                      : "that %.1f %% or more break"
                          .formatted(row.excludedPpm() / PPM_PER_PERCENT)));
    }
    if (state.isRollingOut()) {
      lines.add(
          "heartbeat %s; from %s on, anybody may roll back"
              .formatted(
                  Instant.ofEpochSecond(state.heartbeatAt()),
                  Instant.ofEpochSecond(silentAfter + 1)));
    }
    lines.add("waves     " + state.wavesHash());
    return lines;
  }

  /** For Snapshot, which shows Markdown: the waves that passed. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("| wave | nodes | failures | evidence (20 goes back) | excludes at 95 % |");
    lines.add("|---|---|---|---|---|");
    for (WaveRow row : waves) {
      lines.add(
          "| %d | %d | %d | %s | that %.1f %% or more break |"
              .formatted(
                  row.wave().wave(),
                  row.wave().size(),
                  row.wave().failures(),
                  evidence(row.wave()),
                  row.excludedPpm() / PPM_PER_PERCENT));
    }
    return lines;
  }

  /** Q64.64 as people read it. */
  private static String evidence(WaveState wave) {
    return new BigDecimal(wave.evidence())
        .divide(ONE, MathContext.DECIMAL64)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String words(CanaryEvent.Reason reason) {
    return switch (reason) {
      case NONE -> "nobody knows";
      case EVIDENCE -> "the verdicts are evidence that more than one node in a hundred breaks";
      case ATTESTORS_SAW_BREACH -> "attestors saw a breach";
      case NODES_SAW_BREACH -> "the wave's nodes saw a breach";
      case HEARTBEAT_MISSED -> "three heartbeats were missed";
      case DRAW_MISSED -> "the block hash that should draw it was out of reach";
      case NOTHING_DRAWN -> "no node was left to draw";
      case BALLOT -> "a ballot decided so";
    };
  }

  /** From the newest block back: a rollback is the last thing that is said about a rollout. */
  private static Optional<CanaryEvent.Reason> reason(
      ChainClient chain, Deployment deployment, Hash32 id) {
    long to = chain.blockNumber();
    while (to >= deployment.startBlock()) {
      long from = Math.max(deployment.startBlock(), to - RANGE_BLOCKS + 1);
      Optional<CanaryEvent.Reason> found =
          CanaryEvent.of(chain.logsAbout(from, to, deployment.canary(), id)).stream()
              .filter(CanaryEvent.RolledBack.class::isInstance)
              .map(event -> ((CanaryEvent.RolledBack) event).reason())
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      to = from - 1;
    }
    return Optional.empty();
  }
}
