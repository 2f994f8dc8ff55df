package org.sweetwater.indexer.project;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.sweetwater.indexer.decode.MetricSet;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** An experiment: what was promised, and what was measured. */
public record ExperimentRow(
    Hash32 id,
    Address submitter,
    Hash32 changeHash,
    Hash32 specHash,
    long attempt,
    int attestationsRequired,
    ExperimentStatus status,
    Optional<Hash32> seed,
    Result result,
    @ColumnPrefix("threshold_") Metrics thresholds,
    @ColumnPrefix("worst_") Metrics worst,
    Instant submittedAt,
    Optional<Instant> seededAt,
    Optional<Instant> decidedAt,
    Optional<Instant> approvedAt)
    implements Row.Versioned {
  /** What enough attestors signed. */
  public record Result(
      Optional<Hash32> resultHash, Optional<Hash32> artefactHash, int failedMetrics) {
    static final Result NONE = new Result(Optional.empty(), Optional.empty(), 0);
  }

  /** The six metrics, each in the unit of its name. */
  public record Metrics(
      Optional<BigInteger> latencyP99Micros,
      Optional<BigInteger> packetLossPpm,
      Optional<BigInteger> mttrMillis,
      Optional<BigInteger> deanonymisationRiskPpm,
      Optional<BigInteger> policyConsistencyPpm,
      Optional<BigInteger> routeStabilityPpm) {
    static final Metrics NONE =
        new Metrics(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    static Metrics from(MetricSet set) {
      return new Metrics(
          set.find(0), set.find(1), set.find(2), set.find(3), set.find(4), set.find(5));
    }
  }

  static Key key(Hash32 id) {
    return Key.of(ExperimentRow.class, id);
  }

  @Override
  public Key key() {
    return key(id);
  }

  ExperimentRow seeded(Hash32 value, Instant at) {
    return copy(ExperimentStatus.RUNNING, Optional.of(value), Optional.of(at), approvedAt);
  }

  ExperimentRow decided(boolean passed, Result outcome, Metrics measured, Instant at) {
    return new ExperimentRow(
        id,
        submitter,
        changeHash,
        specHash,
        attempt,
        attestationsRequired,
        passed ? ExperimentStatus.PASSED : ExperimentStatus.FAILED,
        seed,
        outcome,
        thresholds,
        measured,
        submittedAt,
        seededAt,
        Optional.of(at),
        approvedAt);
  }

  ExperimentRow approved(Instant at) {
    return copy(ExperimentStatus.APPROVED, seed, seededAt, Optional.of(at));
  }

  private ExperimentRow copy(
      ExperimentStatus nextStatus,
      Optional<Hash32> nextSeed,
      Optional<Instant> nextSeededAt,
      Optional<Instant> nextApprovedAt) {
    return new ExperimentRow(
        id,
        submitter,
        changeHash,
        specHash,
        attempt,
        attestationsRequired,
        nextStatus,
        nextSeed,
        result,
        thresholds,
        worst,
        submittedAt,
        nextSeededAt,
        decidedAt,
        nextApprovedAt);
  }
}
