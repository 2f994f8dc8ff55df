package org.sweetwater.oracle.recount;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Who had how much power at the end of a block, from what happened to each node until then: never
 * from the registry's own totals. One active node is one unit; an operator's power is capped at a
 * tenth of the network, but at least at one.
 */
public final class Electorate {
  private static final long TENTH = 10;

  private static final Hash32 ACTIVATED = topic("NodeActivated(address,address)");
  private static final Hash32 REINSTATED = topic("NodeReinstated(address,address)");
  private static final Hash32 SUSPENDED = topic("NodeSuspended(address,address,uint64,bool)");
  private static final Hash32 QUARANTINED = topic("NodeQuarantined(address,address)");
  private static final Hash32 LEFT = topic("NodeLeft(address,address)");
  private static final Hash32 REVOKED = topic("OperatorRevoked(address)");

  private final Map<Address, Set<Address>> activeNodes = new HashMap<>();

  private Electorate() {}

  /**
   * The electorate at the end of a block.
   *
   * @param logs the registry's events from its deployment on, in the chain's order; later ones than
   *     the block's are left out
   */
  public static Electorate at(long block, List<LogEntry> logs) {
    Electorate electorate = new Electorate();
    logs.stream().filter(log -> log.block().number() <= block).forEach(electorate::apply);
    return electorate;
  }

  private void apply(LogEntry log) {
    Hash32 event = log.topics().getFirst();
    if (event.equals(ACTIVATED) || event.equals(REINSTATED)) {
      activeNodes.computeIfAbsent(operatorIn(log), key -> new HashSet<>()).add(nodeIn(log));
    } else if (event.equals(SUSPENDED) || event.equals(QUARANTINED) || event.equals(LEFT)) {
      activeNodes.getOrDefault(operatorIn(log), new HashSet<>()).remove(nodeIn(log));
    } else if (event.equals(REVOKED)) {
      activeNodes.remove(Address.fromWord(log.topics().get(1)));
    }
  }

  /** The whole power: all active nodes, uncapped. */
  public long total() {
    return activeNodes.values().stream().mapToLong(Set::size).sum();
  }

  /** The power with which an account votes; 0 for one without an active node. */
  public long power(Address account) {
    long nodes = activeNodes.getOrDefault(account, Set.of()).size();
    return Math.min(nodes, Math.max(1, total() / TENTH));
  }

  private static Address nodeIn(LogEntry log) {
    return Address.fromWord(log.topics().get(1));
  }

  private static Address operatorIn(LogEntry log) {
    return Address.fromWord(log.topics().get(2));
  }

  private static Hash32 topic(String signature) {
    return Hash32.keccak(signature.getBytes(US_ASCII));
  }
}
