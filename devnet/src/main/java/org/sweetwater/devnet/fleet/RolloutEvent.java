package org.sweetwater.devnet.fleet;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.AbiWords;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.contracts.Canary;
import org.web3j.abi.EventEncoder;

/** What the contract says that concerns nodes. */
sealed interface RolloutEvent {
  Hash32 DRAWN = Hash32.parse(EventEncoder.encode(Canary.NODESDRAWN_EVENT));
  Hash32 STARTED = Hash32.parse(EventEncoder.encode(Canary.WAVESTARTED_EVENT));
  Hash32 BACK = Hash32.parse(EventEncoder.encode(Canary.ROLLEDBACK_EVENT));

  /** The experiment whose change is rolled out. */
  Hash32 experiment();

  /** Nodes in drawn order; the first stands at {@code firstPosition}. */
  record Drawn(Hash32 experiment, int wave, int firstPosition, List<Address> nodes)
      implements RolloutEvent {
    /** Copies the list. */
    public Drawn {
      nodes = List.copyOf(nodes);
    }
  }

  /** The wave's nodes run the change from {@code startedAt} on; both times in seconds. */
  record Started(Hash32 experiment, int wave, int size, long startedAt, long endsAt)
      implements RolloutEvent {}

  /** The change is taken back everywhere. */
  record RolledBack(Hash32 experiment) implements RolloutEvent {}

  /** The event in a log of Canary; empty for one that nodes need not know. */
  static Optional<RolloutEvent> of(LogEntry log) {
    if (log.topics().size() < 2) {
      return Optional.empty();
    }
    Hash32 kind = log.topics().getFirst();
    Hash32 experiment = log.topics().get(1);
    AbiWords words = new AbiWords(log.address(), log.data());
    if (kind.equals(DRAWN)) {
      List<Address> nodes =
          words.list(1).stream().map(Hash32::fromUnsigned).map(Address::fromWord).toList();
      return Optional.of(new Drawn(experiment, wave(log), (int) words.number(0), nodes));
    }
    if (kind.equals(STARTED)) {
      return Optional.of(
          new Started(
              experiment,
              wave(log),
              (int) words.number(2),
              words.number(3),
              words.number(4)));
    }
    return kind.equals(BACK) ? Optional.of(new RolledBack(experiment)) : Optional.empty();
  }

  private static int wave(LogEntry log) {
    BigInteger wave = log.topics().get(2).toUnsigned();
    return wave.intValueExact();
  }
}
