package org.sweetwater.devnet.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sweetwater.oracle.cradle.canary.BreachReport;
import org.sweetwater.oracle.cradle.canary.CanaryEvent;
import org.sweetwater.oracle.cradle.canary.NodeReport;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/**
 * The nodes themselves, without chain, network or clock: they hear events, run what a wave brings
 * them, and have messages to post when their time has come. Not for several threads at once.
 */
final class Simulation {
  /** A node needs so many seconds of the change to be sure that it cannot live with it. */
  private static final long BREACH_SECONDS = 1;

  private static final int SLOT_SHARE = 4;

  private final Deployment deployment;
  private final Map<Address, SigningKey> keys;
  private final Measuring measuring;
  private final Map<Hash32, Faults> faults = new HashMap<>();
  private final Map<Hash32, Map<Integer, Map<Long, Address>>> drawn = new HashMap<>();
  private final Map<Hash32, Set<Address>> running = new HashMap<>();
  private final List<Task> tasks = new ArrayList<>();

  /**
   * Nodes that run nothing yet.
   *
   * @param keys of every node that this fleet answers for; others are ignored
   */
  Simulation(Deployment deployment, Map<Address, SigningKey> keys, long seed) {
    this.deployment = deployment;
    this.keys = Map.copyOf(keys);
    this.measuring = new Measuring(seed);
  }

  private enum Health {
    WELL,
    SLOW,
    SILENT,
    IN_BREACH
  }

  /** A node's place in a wave, and what it will have to say from {@code from} to {@code until}. */
  private record Task(
      CanaryEvent.WaveStarted wave,
      Address node,
      long position,
      Health health,
      long from,
      long until) {}

  /** Says how a change will go; a change of which nothing was said harms nobody. */
  void expect(Hash32 experiment, Faults expected) {
    faults.put(experiment, expected);
  }

  /** How many nodes run an experiment's change. */
  int running(Hash32 experiment) {
    return running.getOrDefault(experiment, Set.of()).size();
  }

  void hear(CanaryEvent event) {
    switch (event) {
      case CanaryEvent.NodesDrawn drawnNodes -> draw(drawnNodes);
      case CanaryEvent.WaveStarted started -> start(started);
      case CanaryEvent.RolledBack back -> {
        running.remove(back.id());
        tasks.removeIf(task -> task.wave().id().equals(back.id()));
      }
      // Nothing that a node would act on.
      case CanaryEvent.Begun _,
          CanaryEvent.WaveAnnounced _,
          CanaryEvent.WavePassed _,
          CanaryEvent.FinalWaveApproved _,
          CanaryEvent.Paused _,
          CanaryEvent.Breached _,
          CanaryEvent.Completed _ -> {}
    }
  }

  private void draw(CanaryEvent.NodesDrawn event) {
    Map<Long, Address> places =
        drawn
            .computeIfAbsent(event.id(), _ -> new HashMap<>())
            .computeIfAbsent(event.wave(), _ -> new TreeMap<>());
    long position = event.firstPosition();
    for (Address node : event.nodes()) {
      places.put(position, node);
      position++;
    }
  }

  private void start(CanaryEvent.WaveStarted wave) {
    Map<Long, Address> places =
        drawn.getOrDefault(wave.id(), Map.of()).getOrDefault(wave.wave(), Map.of());
    Map<Address, Health> broken = broken(wave, places);
    Set<Address> runners = running.computeIfAbsent(wave.id(), _ -> new HashSet<>());
    places.forEach(
        (position, node) -> {
          if (keys.containsKey(node)) {
            runners.add(node);
            tasks.add(task(wave, node, position, broken.getOrDefault(node, Health.WELL)));
          }
        });
  }

  /** The most fragile nodes of the wave, as many as the faults say. */
  private Map<Address, Health> broken(CanaryEvent.WaveStarted wave, Map<Long, Address> places) {
    Faults expected = faults.getOrDefault(wave.id(), Faults.NONE);
    List<Address> victims =
        places.values().stream()
            .sorted(Comparator.comparingLong(node -> measuring.fragility(wave.id(), node)))
            .limit(expected.brokenIn(wave.wave(), places.size()))
            .toList();
    Map<Address, Health> broken = new HashMap<>();
    for (int i = 0; i < victims.size(); i++) {
      Health health =
          switch (expected.kind()) {
            case BREACH -> Health.IN_BREACH;
            case BREAK -> i % 2 == 0 ? Health.SLOW : Health.SILENT;
          };
      broken.put(victims.get(i), health);
    }
    return broken;
  }

  /** ICanary says when a node's slot is. */
  private static Task task(
      CanaryEvent.WaveStarted wave, Address node, long position, Health health) {
    if (health == Health.IN_BREACH) {
      return new Task(
          wave, node, position, health, wave.startedAt() + BREACH_SECONDS, wave.endsAt());
    }
    long duration = wave.endsAt() - wave.startedAt();
    long lead = duration / 2;
    long slotEnd =
        wave.startedAt() + lead + Math.ceilDiv((duration - lead) * (position + 1), wave.size());
    return new Task(wave, node, position, health, slotEnd - duration / SLOT_SHARE, slotEnd);
  }

  /** The messages whose time has come at {@code now}, seconds by the chain's clock; each once. */
  List<Message> due(long now) {
    List<Message> messages = new ArrayList<>();
    for (Iterator<Task> rest = tasks.iterator(); rest.hasNext(); ) {
      Task task = rest.next();
      if (task.from() <= now) {
        rest.remove();
        if (task.health() != Health.SILENT && now <= task.until()) {
          messages.add(message(task, now));
        }
      }
    }
    return messages;
  }

  private Message message(Task task, long now) {
    Hash32 experiment = task.wave().id();
    return switch (task.health()) {
      case WELL -> report(task, measuring.healthy(experiment, task.node()), now);
      case SLOW -> report(task, measuring.slow(experiment, task.node()), now);
      case IN_BREACH -> breach(task, now);
      case SILENT -> throw new IllegalStateException("a silent node has nothing to say");
    };
  }

  private Message report(Task task, MetricSet metrics, long now) {
    NodeReport.Measurement measurement =
        new NodeReport.Measurement(
            task.wave().id(),
            task.wave().wave(),
            task.node(),
            task.position(),
            now,
            measuring.samples(task.wave().id(), task.node()),
            metrics);
    return new Message.Report(
        NodeReport.sign(key(task.node()), deployment, measurement), task.until());
  }

  private Message breach(Task task, long now) {
    BreachReport.Breach breach =
        new BreachReport.Breach(
            task.wave().id(),
            task.wave().wave(),
            Metric.LATENCY_P99.number(),
            measuring.breachMicros(task.wave().id(), task.node()),
            task.wave().startedAt(),
            now);
    return new Message.Breach(
        BreachReport.signAsNode(key(task.node()), deployment, breach, task.position()),
        task.until());
  }

  private SigningKey key(Address node) {
    SigningKey key = keys.get(node);
    if (key == null) {
      throw new IllegalStateException("node " + node + " is not of this fleet");
    }
    return key;
  }
}
