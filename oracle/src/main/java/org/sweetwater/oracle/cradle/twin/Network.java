package org.sweetwater.oracle.cradle.twin;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A network as it is set up: what production has, or what it would have with a change.
 *
 * @param adversaryPpm the share of nodes that the adversary runs, ppm, below one half
 */
public record Network(
    Topology topology,
    Links links,
    Routing routing,
    Handshake handshake,
    Policy policy,
    Traffic traffic,
    int adversaryPpm) {

  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3_600 * SECOND;

  /** Checks the adversary's share. */
  public Network {
    Range.checkShare("adversary/share", adversaryPpm, 0, Ppm.WHOLE / 2);
    if (routing.protocol() == Routing.Protocol.DISTANCE_VECTOR) {
      // Every node keeps what every neighbour said about every node.
      Range.check("topology/nodes", topology.nodes(), Topology.NODES_MIN, 3_000);
    }
  }

  /**
   * What all links are like. A link sends one packet after the other; a packet that is not
   * acknowledged is sent again after a round trip, while others go on.
   *
   * @param latencyMinNanos the quickest link's one-way latency, ns, above 0
   * @param latencyMaxNanos the slowest link's, ns, at most 10 s
   * @param bitsPerSecond bandwidth in each direction, 1 kbit/s to 100 Gbit/s
   * @param lossPpm the chance that one sending of a packet is lost, ppm, below 1
   * @param queueBytes how much may wait for a link before packets are dropped, 1 kB to 1 GB
   * @param retries how often a lost packet is sent again, 0 to 15
   */
  public record Links(
      long latencyMinNanos,
      long latencyMaxNanos,
      long bitsPerSecond,
      int lossPpm,
      int queueBytes,
      int retries) {
    /** Checks the ranges. */
    public Links {
      Range.checkTime("latency/min", latencyMinNanos, 1_000, 10 * SECOND);
      Range.checkTime("latency/max", latencyMaxNanos, latencyMinNanos, 10 * SECOND);
      Range.checkBandwidth("bandwidth", bitsPerSecond, 1_000, 100_000_000_000L);
      Range.checkShare("loss", lossPpm, 0, Ppm.WHOLE - 1);
      Range.checkSize("queue", queueBytes, 1_000, 1_000_000_000);
      Range.check("retries", retries, 0, 15);
    }
  }

  /**
   * How routes are found.
   *
   * @param protocol who tells what to whom
   * @param cost what a route is short in; distance-vector counts hops
   * @param helloNanos how often neighbours greet each other, 10 ms to 60 s
   * @param deadHellos after how many greetings that did not come a neighbour is given up, 2 to 50
   * @param reactionNanos how long a node gathers news before it acts on them, up to 60 s
   * @param retransmitNanos when news that were not acknowledged are told again, 1 ms to 60 s
   * @param hopsMax the longest route; a packet that went further is dropped, 8 to 255
   */
  public record Routing(
      Protocol protocol,
      Cost cost,
      long helloNanos,
      int deadHellos,
      long reactionNanos,
      long retransmitNanos,
      int hopsMax) {
    /** The kinds of routing. */
    public enum Protocol {
      /** Each node floods what its links are; all compute shortest paths (as OSPF, RFC 2328). */
      @JsonProperty("link-state")
      LINK_STATE,
      /** Each node tells its neighbours its distances (as RIP, RFC 2453), when they change. */
      @JsonProperty("distance-vector")
      DISTANCE_VECTOR
    }

    /** What makes a route long. */
    public enum Cost {
      /** The sum of the links' latencies. */
      @JsonProperty("latency")
      LATENCY,
      /** The number of links. */
      @JsonProperty("hops")
      HOPS
    }

    /** Checks the ranges. */
    public Routing {
      Range.checkTime("hello", helloNanos, 10_000_000, 60 * SECOND);
      Range.check("deadHellos", deadHellos, 2, 50);
      Range.checkTime("reaction", reactionNanos, 0, 60 * SECOND);
      Range.checkTime("retransmit", retransmitNanos, 1_000_000, 60 * SECOND);
      Range.check("hopsMax", hopsMax, 8, 255);
      if (protocol == Protocol.DISTANCE_VECTOR && cost != Cost.HOPS) {
        throw new OutOfRangeException(
            "cost", "distance-vector counts hops; expected hops, found latency");
      }
    }
  }

  /**
   * How neighbours agree on keys, and what each packet costs because of them.
   *
   * @param rekeyNanos how long keys are used, 10 s to 24 h
   * @param timeoutNanos when a handshake without an answer begins again, 10 ms to 60 s
   * @param packetNanos processor time to decrypt and encrypt a packet at each node, up to 1 s
   */
  public record Handshake(
      HandshakeSuite suite, long rekeyNanos, long timeoutNanos, long packetNanos) {
    /** Checks the ranges. */
    public Handshake {
      Range.checkTime("rekey", rekeyNanos, 10 * SECOND, 24 * HOUR);
      Range.checkTime("timeout", timeoutNanos, 10_000_000, 60 * SECOND);
      Range.checkTime("packetCost", packetNanos, 0, SECOND);
    }
  }

  /**
   * The zero-trust policy: how it is checked, and how its versions spread.
   *
   * @param checkNanos processor time to check a packet against the policy at each node, up to 1 s
   * @param publishNanos how often a new version is published, 1 s to 24 h
   * @param syncNanos how often a node compares versions with a neighbour, 100 ms to 24 h
   * @param graceNanos how long after its publication a node need not know a version, up to 1 h
   * @param isStrict whether a node refuses packets of nodes that do not know what they should
   */
  public record Policy(
      long checkNanos, long publishNanos, long syncNanos, long graceNanos, boolean isStrict) {
    /** Checks the ranges. */
    public Policy {
      Range.checkTime("checkCost", checkNanos, 0, SECOND);
      Range.checkTime("publish", publishNanos, SECOND, 24 * HOUR);
      Range.checkTime("sync", syncNanos, 100_000_000, 24 * HOUR);
      Range.checkTime("grace", graceNanos, 0, HOUR);
    }
  }

  /**
   * Who sends how much to whom: a Poisson process in each node.
   *
   * @param milliPacketsPerSecond what a node sends, thousandths of packets per second, up to 10^6
   * @param bytes a packet's length, or its mean, 40 to 9,000
   * @param sizes whether all packets are equally long
   * @param gateways to or from how many nodes a share of the traffic goes, 0 to a tenth of the
   *     nodes
   * @param gatewayPpm that share, ppm
   */
  public record Traffic(
      int milliPacketsPerSecond, int bytes, Sizes sizes, int gateways, int gatewayPpm) {
    /** How the lengths of packets are distributed. */
    public enum Sizes {
      /** All have the mean. */
      @JsonProperty("fixed")
      FIXED,
      /** Exponentially. */
      @JsonProperty("exponential")
      EXPONENTIAL
    }

    /** Checks the ranges. */
    public Traffic {
      Range.check("packetsPerSecond", milliPacketsPerSecond, 1, 1_000_000);
      Range.check("bytes", bytes, 40, 9_000);
      Range.check("gateways", gateways, 0, Topology.NODES_MAX / 10);
      Range.checkShare("gatewayShare", gatewayPpm, 0, gateways == 0 ? 0 : Ppm.WHOLE);
    }
  }
}
