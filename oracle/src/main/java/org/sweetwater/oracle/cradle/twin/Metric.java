package org.sweetwater.oracle.cradle.twin;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The six metrics that gates are made of, in the order and units of {@code ICradle.MetricSet}. */
public enum Metric {
  /** 99th percentile of the one-way latency of delivered packets, µs. */
  @JsonProperty("latencyP99")
  LATENCY_P99(0, "latencyP99", "µs", Direction.AT_MOST),
  /** Packets lost, of those sent between live nodes that some live path connects, ppm. */
  @JsonProperty("packetLoss")
  PACKET_LOSS(1, "packetLoss", "ppm", Direction.AT_MOST),
  /** Mean time from a fault, or its end, until every sampled pair is routed again, ms. */
  @JsonProperty("mttr")
  MTTR(2, "mttr", "ms", Direction.AT_MOST),
  /** How surely the adversary knows who sends to whom, mean over packets, ppm. */
  @JsonProperty("deanonymisationRisk")
  DEANONYMISATION_RISK(3, "deanonymisationRisk", "ppm", Direction.AT_MOST),
  /** Live nodes that hold the newest policy they should know, mean over windows, ppm. */
  @JsonProperty("policyConsistency")
  POLICY_CONSISTENCY(4, "policyConsistency", "ppm", Direction.AT_LEAST),
  /** Sampled pairs whose path is that of the window before, mean over windows, ppm. */
  @JsonProperty("routeStability")
  ROUTE_STABILITY(5, "routeStability", "ppm", Direction.AT_LEAST);

  private final int number;
  private final String key;
  private final String unit;
  private final Direction direction;

  Metric(int number, String key, String unit, Direction direction) {
    this.number = number;
    this.key = key;
    this.unit = unit;
    this.direction = direction;
  }

  /** On which side of its threshold a metric passes. */
  public enum Direction {
    /** At or below it. */
    AT_MOST,
    /** At or above it. */
    AT_LEAST
  }

  /** The metric's number in the contract, from 0. */
  public int number() {
    return number;
  }

  /** The metric's name in specifications and results. */
  public String key() {
    return key;
  }

  /** The unit of its values. */
  public String unit() {
    return unit;
  }

  /** On which side of a threshold it passes. */
  public Direction direction() {
    return direction;
  }

  /** Whether a value is as good as a limit, or better. */
  public boolean isWithin(long value, long limit) {
    return switch (direction) {
      case AT_MOST -> value <= limit;
      case AT_LEAST -> value >= limit;
    };
  }

  /** The worse of two values. */
  public long worse(long left, long right) {
    return switch (direction) {
      case AT_MOST -> Math.max(left, right);
      case AT_LEAST -> Math.min(left, right);
    };
  }
}
