package org.sweetwater.oracle.cradle.canary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.AbiWords;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.contracts.Canary;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.datatypes.Event;

/** What Canary says about a rollout; verdicts and heartbeats are left out. */
public sealed interface CanaryEvent {
  /** The experiment. */
  Hash32 id();

  /** A rollout begins. */
  record Begun(Hash32 id, Address submitter) implements CanaryEvent {}

  /** A wave's nodes will be drawn from the hash of {@code drawBlock}. */
  record WaveAnnounced(Hash32 id, int wave, long drawBlock, long pool) implements CanaryEvent {}

  /** Nodes in drawn order; the first stands at {@code firstPosition}. */
  record NodesDrawn(Hash32 id, int wave, long firstPosition, List<Address> nodes)
      implements CanaryEvent {
    /** Copies the nodes. */
    public NodesDrawn {
      nodes = List.copyOf(nodes);
    }
  }

  /** A wave is observed; times are seconds since 1970. */
  record WaveStarted(Hash32 id, int wave, long size, long startedAt, long endsAt)
      implements CanaryEvent {}

  /** A wave passed. */
  record WavePassed(
      Hash32 id, int wave, long size, long failures, long excludedPpm, Hash32 wavesHash)
      implements CanaryEvent {}

  /** A ballot let wave 4 begin. */
  record FinalWaveApproved(Hash32 id, Hash32 wavesHash) implements CanaryEvent {}

  /** The submitter held the next wave back, or let it go. */
  record Paused(Hash32 id, boolean paused) implements CanaryEvent {}

  /** Somebody measured what is too bad to go on. */
  record Breached(
      Hash32 id,
      int wave,
      Address signer,
      boolean byAttestor,
      int metric,
      long value,
      long windowEnd)
      implements CanaryEvent {}

  /** Wave 4 passed. */
  record Completed(Hash32 id) implements CanaryEvent {}

  /** The change goes back, for good. */
  record RolledBack(Hash32 id, int wave, Reason reason) implements CanaryEvent {}

  /** Why a rollout went back; the order is the contract's. */
  enum Reason {
    /** It did not. */
    NONE,
    /** The verdicts are evidence that more than one node in a hundred breaks. */
    EVIDENCE,
    /** Enough attestors saw a breach. */
    ATTESTORS_SAW_BREACH,
    /** Nodes of enough operators saw a breach. */
    NODES_SAW_BREACH,
    /** Three heartbeats were missed. */
    HEARTBEAT_MISSED,
    /** The block hash that should draw the wave is out of reach. */
    DRAW_MISSED,
    /** No node was left to draw. */
    NOTHING_DRAWN,
    /** A ballot decided it. */
    BALLOT;

    static Reason of(long number) {
      return values()[(int) number];
    }

    /** As logs and metrics have it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The events among logs of Canary, in order; others are left out. */
  static List<CanaryEvent> of(List<LogEntry> logs) {
    return Readers.read(logs);
  }

  /** How each event is read, by its first topic. */
  final class Readers {
    private static final Map<Hash32, Function<Log, CanaryEvent>> BY_TOPIC = readers();

    private Readers() {}

    private record Log(LogEntry entry) {
      Hash32 id() {
        return entry.topics().get(1);
      }

      int wave() {
        return entry.topics().get(2).toUnsigned().intValueExact();
      }

      AbiWords data() {
        return new AbiWords(entry.address(), entry.data());
      }
    }

    static List<CanaryEvent> read(List<LogEntry> logs) {
      List<CanaryEvent> events = new ArrayList<>();
      for (LogEntry log : logs) {
        Optional.of(log.topics())
            .filter(topics -> !topics.isEmpty())
            .map(topics -> BY_TOPIC.get(topics.getFirst()))
            .ifPresent(reader -> events.add(reader.apply(new Log(log))));
      }
      return events;
    }

    private static Map<Hash32, Function<Log, CanaryEvent>> readers() {
      Map<Hash32, Function<Log, CanaryEvent>> readers = new HashMap<>();
      add(
          readers,
          Canary.ROLLOUTBEGUN_EVENT,
          log -> new Begun(log.id(), Address.fromWord(log.entry().topics().get(2))));
      add(
          readers,
          Canary.WAVEANNOUNCED_EVENT,
          log ->
              new WaveAnnounced(log.id(), log.wave(), log.data().number(0), log.data().number(1)));
      add(readers, Canary.NODESDRAWN_EVENT, Readers::drawn);
      add(
          readers,
          Canary.WAVESTARTED_EVENT,
          log ->
              new WaveStarted(
                  log.id(),
                  log.wave(),
                  log.data().number(2),
                  log.data().number(3),
                  log.data().number(4)));
      add(readers, Canary.WAVEPASSED_EVENT, Readers::passed);
      add(
          readers,
          Canary.FINALWAVEAPPROVED_EVENT,
          log -> new FinalWaveApproved(log.id(), log.data().word(0)));
      add(
          readers,
          Canary.ROLLOUTPAUSED_EVENT,
          log -> new Paused(log.id(), log.data().number(0) != 0));
      add(readers, Canary.BREACHREPORTED_EVENT, Readers::breached);
      add(readers, Canary.ROLLOUTCOMPLETED_EVENT, log -> new Completed(log.id()));
      add(
          readers,
          Canary.ROLLEDBACK_EVENT,
          log -> new RolledBack(log.id(), log.wave(), Reason.of(log.data().number(0))));
      return readers;
    }

    private static CanaryEvent drawn(Log log) {
      AbiWords list = log.data().at(1);
      List<Address> nodes = new ArrayList<>();
      for (int i = 1; i <= list.number(0); i++) {
        nodes.add(list.address(i));
      }
      return new NodesDrawn(log.id(), log.wave(), log.data().number(0), nodes);
    }

    private static CanaryEvent passed(Log log) {
      AbiWords data = log.data();
      return new WavePassed(
          log.id(), log.wave(), data.number(0), data.number(1), data.number(2), data.word(3));
    }

    private static CanaryEvent breached(Log log) {
      AbiWords data = log.data();
      return new Breached(
          log.id(),
          log.wave(),
          Address.fromWord(log.entry().topics().get(3)),
          data.number(0) != 0,
          (int) data.number(1),
          data.number(2),
          data.number(4));
    }

    private static void add(
        Map<Hash32, Function<Log, CanaryEvent>> readers,
        Event event,
        Function<Log, CanaryEvent> reader) {
      readers.put(Hash32.parse(EventEncoder.encode(event)), reader);
    }
  }
}
