package org.sweetwater.oracle.cradle.twin;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A fault that is played: begins, lasts, is mended, and may come again. Whom it strikes, the seed
 * decides.
 *
 * @param atNanos when it first begins, ns after the start
 * @param forNanos how long it lasts, ns, above 0
 * @param everyNanos after how long it comes again, ns, at least {@code forNanos} and 1 s; 0 for
 *     once
 */
public record Chaos(long atNanos, long forNanos, long everyNanos, Fault fault) {
  // At each repetition pairs are drawn and their routes walked: some milliseconds of computing.
  private static final long EVERY_MIN_NANOS = 1_000_000_000;

  /** Checks the ranges. */
  public Chaos {
    Range.checkTime("at", atNanos, 0, Scenario.DURATION_MAX_NANOS);
    Range.checkTime("for", forNanos, 1, Scenario.DURATION_MAX_NANOS);
    if (everyNanos != 0) {
      Range.checkTime(
          "every", everyNanos, Math.max(forNanos, EVERY_MIN_NANOS), Scenario.DURATION_MAX_NANOS);
    }
  }

  /** What goes wrong. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = KillNodes.class, name = "kill-nodes"),
    @JsonSubTypes.Type(value = CutLinks.class, name = "cut-links"),
    @JsonSubTypes.Type(value = Partition.class, name = "partition"),
    @JsonSubTypes.Type(value = DegradeLinks.class, name = "degrade-links")
  })
  public sealed interface Fault {}

  /**
   * Nodes lose power, and forget all they learned.
   *
   * @param count how many, at least 1
   */
  public record KillNodes(int count) implements Fault {
    /** Checks the range. */
    public KillNodes {
      Range.check("count", count, 1, Topology.NODES_MAX);
    }
  }

  /**
   * Links carry nothing.
   *
   * @param count how many, at least 1
   */
  public record CutLinks(int count) implements Fault {
    /** Checks the range. */
    public CutLinks {
      Range.check("count", count, 1, Topology.NODES_MAX);
    }
  }

  /**
   * All links between two parts of the network carry nothing. One part grows from a drawn node over
   * nearest neighbours.
   *
   * @param sharePpm the part's share of the nodes, ppm, above 0, at most one half
   */
  public record Partition(int sharePpm) implements Fault {
    /** Checks the range. */
    public Partition {
      Range.checkShare("share", sharePpm, 1, Ppm.WHOLE / 2);
    }
  }

  /**
   * Links lose more and take longer.
   *
   * @param sharePpm the share of links that it strikes, ppm, above 0
   * @param lossPpm the chance that one sending is lost there, ppm, in place of the usual
   * @param latencyNanos how much longer a packet takes, ns
   */
  public record DegradeLinks(int sharePpm, int lossPpm, long latencyNanos) implements Fault {
    /** Checks the ranges. */
    public DegradeLinks {
      Range.checkShare("share", sharePpm, 1, Ppm.WHOLE);
      Range.checkShare("loss", lossPpm, 0, Ppm.WHOLE - 1);
      Range.checkTime("latency", latencyNanos, 0, 60_000_000_000L);
    }
  }
}
