package org.sweetwater.oracle.cradle;

import java.nio.charset.StandardCharsets;
import org.sweetwater.wrappers.Hash32;

/**
 * What an experiment runs: a network, its faults and the change under test. Times are simulated.
 *
 * @param change the change under test in one line, for example {@code routing.helloMillis=250}
 * @param nodes how many nodes, 10 to 1,000
 * @param degree links per node, 3 to 16; {@code nodes × degree} is even
 * @param linkMicrosMin the quickest link's one-way latency
 * @param linkMicrosMax the slowest link's one-way latency
 * @param linkLossPpm the chance that a link loses a packet, in parts per million
 * @param adversaryPpm the share of nodes that the adversary runs, in parts per million
 * @param helloMillis how often neighbours greet; three silent greetings mean that a neighbour is
 *     down
 * @param failures how many nodes die, one after the other, each repaired before the next
 * @param pairsPerTick how many random pairs exchange a packet in each tick of five seconds
 * @param ticks how many ticks the experiment lasts
 */
public record ExperimentSpec(
    String change,
    int nodes,
    int degree,
    int linkMicrosMin,
    int linkMicrosMax,
    int linkLossPpm,
    int adversaryPpm,
    int helloMillis,
    int failures,
    int pairsPerTick,
    int ticks) {

  /** Checks the ranges. */
  public ExperimentSpec {
    require(!change.isBlank() && change.lines().count() == 1, "change: one line", change);
    require(nodes >= 10 && nodes <= 1_000, "nodes: 10 to 1000", nodes);
    require(
        degree >= 3 && degree <= 16 && nodes * degree % 2 == 0,
        "degree: 3 to 16, nodes × degree even",
        degree);
    require(
        linkMicrosMin > 0 && linkMicrosMax >= linkMicrosMin,
        "linkMicrosMax: at least linkMicrosMin > 0",
        linkMicrosMax);
    require(linkLossPpm >= 0 && linkLossPpm < 1_000_000, "linkLossPpm: 0 to 999999", linkLossPpm);
    require(
        adversaryPpm >= 0 && adversaryPpm < 1_000_000, "adversaryPpm: 0 to 999999", adversaryPpm);
    require(helloMillis >= 10 && helloMillis <= 10_000, "helloMillis: 10 to 10000", helloMillis);
    require(failures >= 1 && failures < ticks, "failures: at least 1, below ticks", failures);
    require(
        pairsPerTick >= 10 && pairsPerTick <= 10_000, "pairsPerTick: 10 to 10000", pairsPerTick);
    require(ticks >= 2 && ticks <= 10_000, "ticks: 2 to 10000", ticks);
  }

  /** keccak256 of the change alone: attempts at the same change are counted under it. */
  public Hash32 changeHash() {
    return keccak(change);
  }

  /** keccak256 of this record's canonical text, engine version included. */
  public Hash32 specHash() {
    return keccak(Twin.ENGINE + "\n" + this);
  }

  private static Hash32 keccak(String text) {
    return Hash32.keccak(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "experiment: expected %s; found %s".formatted(expected, found));
    }
  }
}
