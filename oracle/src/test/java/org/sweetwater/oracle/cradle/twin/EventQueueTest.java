package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private static final Event[] EVENTS = Event.values();

  private record Expected(long at, long order, Event event, int first, int second) {}

  @Test
  void givesEventsByTimeAndThoseOfOneTimeInTheOrderOfScheduling() {
    for (int seed = 0; seed < 30; seed++) {
      compareWithPriorityQueue(seed);
    }
  }

  private static void compareWithPriorityQueue(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EventQueue queue = new EventQueue();
    PriorityQueue<Expected> reference =
        new PriorityQueue<>(
            Comparator.comparingLong(Expected::at).thenComparingLong(Expected::order));
    for (int step = 0; step < 20_000; step++) {
      // Few different times, so that many events fall on the same one; growing, then shrinking.
      if (random.nextInt(100) < (step < 10_000 ? 60 : 35)) {
        Expected next =
            new Expected(
                queue.time() + random.nextInt(50),
                queue.scheduled(),
                EVENTS[random.nextInt(EVENTS.length)],
                random.nextInt(EventQueue.ARGUMENT_MAX + 1),
                random.nextInt(EventQueue.ARGUMENT_MAX + 1));
        queue.schedule(next.at, next.event, next.first, next.second);
        reference.add(next);
      } else {
        Expected expected = reference.poll();
        assertThat(queue.advance()).as("seed %d", seed).isEqualTo(expected != null);
        if (expected != null) {
          assertThat(present(queue, expected.order)).as("seed %d", seed).isEqualTo(expected);
        }
      }
    }
  }

  private static Expected present(EventQueue queue, long order) {
    return new Expected(queue.time(), order, queue.event(), queue.first(), queue.second());
  }

  @Test
  void refusesAnEventInThePast() {
    EventQueue queue = new EventQueue();
    queue.schedule(10, Event.PACKET, 0, 0);
    queue.advance();
    queue.schedule(10, Event.PACKET, 0, 0);
    assertThatThrownBy(() -> queue.schedule(9, Event.PACKET, 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("PACKET scheduled for 9 ns, which is past: it is 10 ns");
  }

  @Test
  void refusesArgumentsThatWouldRunIntoEachOther() {
    EventQueue queue = new EventQueue();
    assertThatThrownBy(() -> queue.schedule(1, Event.POLICY, -1, 0)).hasMessageContaining("-1");
    assertThatThrownBy(() -> queue.schedule(1, Event.POLICY, 0, EventQueue.ARGUMENT_MAX + 1))
        .hasMessageContaining("POLICY: expected arguments from 0 to 268435455");
  }
}
