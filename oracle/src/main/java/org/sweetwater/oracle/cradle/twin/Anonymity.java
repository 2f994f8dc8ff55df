package org.sweetwater.oracle.cradle.twin;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * How surely an adversary that runs some relays knows who sends to whom.
 *
 * <p>Relays see the neighbour that a packet comes from and the one it goes to, no addresses. The
 * adversary knows the traffic of the whole mesh and can follow a packet from one of its relays to
 * the next, as by its timing. It infers the sender from the link by which the packet first came to
 * it, the receiver from the link by which it last left. Its uncertainty is the entropy H of the
 * senders (receivers) on that link (Serjantov and Danezis, 2002; Díaz et al., 2002), so it is right
 * with the chance of one in the effective number, 2^−H. The risk of a packet is the product of
 * both, 0 when it met no relay of the adversary; the metric is the mean over packets between others
 * than the adversary's nodes.
 */
final class Anonymity {
  private final Graph graph;
  private final BitSet adversaries = new BitSet();
  private final Map<Integer, Entropy> senders = new TreeMap<>();
  private final Map<Integer, Entropy> receivers = new TreeMap<>();

  /** Packets by the pair of links that the adversary infers from. */
  private final Map<Long, long[]> seen = new TreeMap<>();

  private long packets;
  private long windowPackets;
  private double windowRisk;

  /** How often each node was it, on one link, with the entropy kept up to date. */
  private static final class Entropy {
    private final int[] counts;
    private long total;
    // Σ c·ln c over all counts c.
    private double sum;

    Entropy(int nodes) {
      counts = new int[nodes];
    }

    void add(int node) {
      int count = counts[node]++;
      sum += xLnX(count + 1) - xLnX(count);
      total++;
    }

    /** 2^−H: the chance to guess right. */
    double certainty() {
      double nats = StrictMath.log((double) total) - sum / total;
      return StrictMath.exp(-Math.max(0, nats));
    }

    private static double xLnX(double x) {
      return x <= 1 ? 0 : x * StrictMath.log(x);
    }
  }

  Anonymity(Graph graph, int adversaryPpm, Seeds seeds) {
    this.graph = graph;
    int count = (int) Math.round((double) adversaryPpm * graph.nodes / Ppm.WHOLE);
    for (int node : seeds.stream("adversary").draw(count, graph.nodes)) {
      adversaries.set(node);
    }
  }

  BitSet adversaries() {
    return adversaries;
  }

  /** Notes that a relay sends a packet on. */
  void relayed(Packets packets, int slot, int cameBy, int goesBy) {
    if (adversaries.get(graph.source[goesBy])) {
      entropy(senders, cameBy).add(packets.source[slot]);
      entropy(receivers, goesBy).add(packets.destination[slot]);
      if (packets.firstSeen[slot] == Routes.NONE) {
        packets.firstSeen[slot] = cameBy;
      }
      packets.lastSeen[slot] = goesBy;
    }
  }

  private Entropy entropy(Map<Integer, Entropy> of, int link) {
    return of.computeIfAbsent(link, it -> new Entropy(graph.nodes));
  }

  /** Notes that a packet has arrived. */
  void delivered(Packets packets, int slot) {
    if (adversaries.get(packets.source[slot]) || adversaries.get(packets.destination[slot])) {
      return;
    }
    this.packets++;
    windowPackets++;
    int first = packets.firstSeen[slot];
    if (first != Routes.NONE) {
      int last = packets.lastSeen[slot];
      seen.computeIfAbsent(((long) first << 32) | last, pair -> new long[1])[0]++;
      windowRisk += certainty(first, last);
    }
  }

  private double certainty(int first, int last) {
    return entropy(senders, first).certainty() * entropy(receivers, last).certainty();
  }

  /** The risk since the last call by what the adversary knew then, ppm; −1 without a packet. */
  long windowRiskPpm() {
    long risk = windowPackets == 0 ? -1 : Math.round(windowRisk / windowPackets * Ppm.WHOLE);
    windowPackets = 0;
    windowRisk = 0;
    return risk;
  }

  /** The risk of all packets by what the adversary knows at the end, ppm; −1 without a packet. */
  long riskPpm() {
    double sum = 0;
    for (Map.Entry<Long, long[]> pair : seen.entrySet()) {
      long links = pair.getKey();
      sum += pair.getValue()[0] * certainty((int) (links >> 32), (int) links);
    }
    return packets == 0 ? -1 : Math.round(sum / packets * Ppm.WHOLE);
  }
}
