package org.sweetwater.oracle.cradle.twin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Plays the schedule of chaos: draws whom a fault strikes, and keeps the world as faults have it.
 */
final class Faults {
  private final World world;
  private final List<Chaos> schedule;
  private final long durationNanos;
  private final SeededRandom random;
  private final List<Active> active = new ArrayList<>();

  /** A fault that has begun and not ended. */
  private record Active(
      int number,
      int repetition,
      BitSet dead,
      BitSet cut,
      BitSet degraded,
      int lossPpm,
      long latencyNanos) {
    static Active of(int number, int repetition) {
      return new Active(number, repetition, new BitSet(), new BitSet(), new BitSet(), 0, 0);
    }
  }

  Faults(World world, Scenario scenario, Seeds seeds) {
    this.world = world;
    this.schedule = scenario.chaos();
    this.durationNanos = scenario.durationNanos();
    this.random = seeds.stream("chaos");
  }

  /** Schedules the first time of each fault. */
  void start() {
    for (int number = 0; number < schedule.size(); number++) {
      schedule(number, 0, schedule.get(number).atNanos());
    }
  }

  private void schedule(int number, int repetition, long at) {
    if (at < durationNanos) {
      world.queue.schedule(at, Event.FAULT, number, repetition);
    }
  }

  /** Begins a fault. */
  void begin(int number, int repetition) {
    Chaos chaos = schedule.get(number);
    active.add(strike(chaos.fault(), number, repetition));
    applyAll();
    world.queue.schedule(world.now() + chaos.forNanos(), Event.FAULT_ENDS, number, repetition);
    if (chaos.everyNanos() > 0) {
      schedule(number, repetition + 1, world.now() + chaos.everyNanos());
    }
  }

  /** Ends a fault. */
  void end(int number, int repetition) {
    active.removeIf(it -> it.number == number && it.repetition == repetition);
    applyAll();
  }

  private Active strike(Chaos.Fault fault, int number, int repetition) {
    Active struck = Active.of(number, repetition);
    switch (fault) {
      case Chaos.KillNodes it -> {
        int[] living = world.alive.stream().toArray();
        int count = Math.min(it.count(), living.length);
        for (int index : random.draw(count, living.length)) {
          struck.dead.set(living[index]);
        }
      }
      case Chaos.CutLinks it -> drawLinks(it.count(), struck.cut);
      case Chaos.Partition it -> cutAround(grow(it.sharePpm()), struck.cut);
      case Chaos.DegradeLinks it -> {
        drawLinks(Ppm.ofCeil(it.sharePpm(), world.graph.links() / 2), struck.degraded);
        return new Active(
            number,
            repetition,
            struck.dead,
            struck.cut,
            struck.degraded,
            it.lossPpm(),
            it.latencyNanos());
      }
    }
    return struck;
  }

  /** Both directions of so many links. */
  private void drawLinks(int count, BitSet into) {
    int[] forward = forwardLinks();
    for (int index : random.draw(Math.min(count, forward.length), forward.length)) {
      into.set(forward[index]);
      into.set(world.graph.reverse[forward[index]]);
    }
  }

  private int[] forwardLinks() {
    Graph graph = world.graph;
    int[] forward = new int[graph.links() / 2];
    int count = 0;
    for (int link = 0; link < graph.links(); link++) {
      if (link < graph.reverse[link]) {
        forward[count++] = link;
      }
    }
    return forward;
  }

  /** The nodes nearest to a drawn one, in hops, that one included. */
  private BitSet grow(int sharePpm) {
    Graph graph = world.graph;
    int size = Ppm.ofCeil(sharePpm, graph.nodes);
    BitSet inside = new BitSet();
    int[] queue = new int[graph.nodes];
    queue[0] = random.below(graph.nodes);
    inside.set(queue[0]);
    int end = 1;
    for (int at = 0; at < end; at++) {
      for (int link = graph.first[queue[at]]; link < graph.first[queue[at] + 1]; link++) {
        int other = graph.target[link];
        if (end < size && !inside.get(other)) {
          inside.set(other);
          queue[end++] = other;
        }
      }
    }
    return inside;
  }

  private void cutAround(BitSet inside, BitSet into) {
    Graph graph = world.graph;
    for (int link = 0; link < graph.links(); link++) {
      if (inside.get(graph.source[link]) != inside.get(graph.target[link])) {
        into.set(link);
      }
    }
  }

  /** The world as it is under all faults at once. */
  private void applyAll() {
    Graph graph = world.graph;
    world.alive.set(0, graph.nodes);
    world.cut.clear();
    Arrays.fill(world.lossPpm, world.network.links().lossPpm());
    System.arraycopy(graph.latencyNanos, 0, world.latencyNanos, 0, graph.links());
    for (Active fault : active) {
      world.alive.andNot(fault.dead);
      world.cut.or(fault.cut);
      fault.degraded.stream()
          .forEach(
              link -> {
                world.lossPpm[link] = Math.max(world.lossPpm[link], fault.lossPpm);
                world.latencyNanos[link] += fault.latencyNanos;
              });
    }
    world.findParts();
  }
}
