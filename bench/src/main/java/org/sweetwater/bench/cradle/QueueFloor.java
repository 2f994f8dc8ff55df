package org.sweetwater.bench.cradle;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The plainest simulator there could be: java.util.PriorityQueue takes the next event and schedules
 * another, and nothing is simulated. Jones (1986) calls this the hold model.
 */
final class QueueFloor {
  private static final int PENDING = 5_000;
  private static final int WARM_UP = 2_000_000;
  private static final int EVENTS = 20_000_000;

  private QueueFloor() {}

  private record Pending(long at, long order, int first, int second) {}

  /** Events in a second. */
  static double eventsPerSecond() {
    SplittableRandom random = new SplittableRandom(1);
    PriorityQueue<Pending> queue =
        new PriorityQueue<>(
            Comparator.comparingLong(Pending::at).thenComparingLong(Pending::order));
    for (int i = 0; i < PENDING; i++) {
      queue.add(new Pending(random.nextLong(1_000_000), i, i, i));
    }
    hold(queue, random, WARM_UP);
    long began = System.nanoTime();
    hold(queue, random, EVENTS);
    return EVENTS / ((System.nanoTime() - began) / 1e9);
  }

  private static void hold(PriorityQueue<Pending> queue, SplittableRandom random, int events) {
    for (int i = 0; i < events; i++) {
      Pending next = queue.remove();
      queue.add(
          new Pending(
              next.at + random.nextLong(1_000_000), next.order + PENDING, next.first, next.second));
    }
  }
}
