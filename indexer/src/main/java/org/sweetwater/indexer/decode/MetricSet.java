package org.sweetwater.indexer.decode;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A value of up to 64 bits for each metric that {@code present} names by its bit.
 *
 * @param present bit i says that metric i is there
 * @param values one for each metric in the contract's order, meaningless where it is not there
 */
public record MetricSet(int present, List<BigInteger> values) {
  /** The metrics' names, in the contract's order; the API and the tables use them too. */
  public static final List<String> NAMES =
      List.of(
          "latencyP99Micros",
          "packetLossPpm",
          "mttrMillis",
          "deanonymisationRiskPpm",
          "policyConsistencyPpm",
          "routeStabilityPpm");

  /** How many metrics there are. */
  public static final int COUNT = 6;

  /** Copies the list, which must have {@link #COUNT} values. */
  public MetricSet {
    values = List.copyOf(values);
    if (values.size() != COUNT) {
      throw new IllegalArgumentException(
          "metrics: expected " + COUNT + " values, found " + values.size());
    }
  }

  /** The value of a metric, if it is there. */
  public Optional<BigInteger> find(int metric) {
    return (present >> metric & 1) == 1 ? Optional.of(values.get(metric)) : Optional.empty();
  }
}
