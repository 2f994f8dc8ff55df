package org.sweetwater.oracle.cradle;

import java.util.EnumMap;
import java.util.Map;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.AbiWords;

/**
 * An experiment as the contract has it: {@code ICradle.Experiment}.
 *
 * @param attempt the how-manieth attempt at this change it is, from 1
 * @param attestationsRequired how many attestors must agree
 * @param submittedAt seconds since 1970
 * @param seed zero before it is latched
 * @param resultHash zero before it is decided, as {@code artefactHash}
 * @param worst empty before it is decided
 */
public record ExperimentState(
    Hash32 id,
    Status status,
    Address submitter,
    long attempt,
    int attestationsRequired,
    long submittedAt,
    long submitBlock,
    Hash32 changeHash,
    Hash32 specHash,
    Hash32 seed,
    Hash32 resultHash,
    Hash32 artefactHash,
    MetricSet thresholds,
    MetricSet worst) {
  private static final int THRESHOLDS = 11;
  private static final int METRICS = 7;

  /** Where an experiment stands; the order is the contract's. */
  public enum Status {
    /** The contract does not know it. */
    UNKNOWN,
    /** Registered; the seed is not latched. */
    SUBMITTED,
    /** The seed is latched; attestors may attest. */
    RUNNING,
    /** Enough attestors agree on a result that meets every threshold. */
    PASSED,
    /** Enough attestors agree on a result that does not. */
    FAILED,
    /** A ballot approved it. */
    APPROVED
  }

  static ExperimentState of(Hash32 id, AbiWords words) {
    return new ExperimentState(
        id,
        Status.values()[(int) words.number(0)],
        words.address(1),
        words.number(2),
        (int) words.number(3),
        words.number(4),
        words.number(5),
        words.word(6),
        words.word(7),
        words.word(8),
        words.word(9),
        words.word(10),
        metrics(words, THRESHOLDS),
        metrics(words, THRESHOLDS + METRICS));
  }

  private static MetricSet metrics(AbiWords words, int at) {
    long present = words.number(at);
    Map<Metric, Long> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if ((present & (1L << metric.number())) != 0) {
        values.put(metric, words.number(at + 1 + metric.number()));
      }
    }
    return new MetricSet(values);
  }
}
