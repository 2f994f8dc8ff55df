package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;

/**
 * What happens next: events by time, and those of the same time in the order in which they were
 * scheduled.
 *
 * <p>A heap with four children to a node, kept in arrays of longs: an object for each of some
 * hundred million events would cost more than all they do.
 */
final class EventQueue {
  private static final int CHILDREN = 4;
  private static final int ARGUMENT_BITS = 28;
  private static final int KIND_SHIFT = 2 * ARGUMENT_BITS;
  private static final int ARGUMENT_MASK = (1 << ARGUMENT_BITS) - 1;

  /** The largest argument of an event: nodes, links and packets in flight are fewer. */
  static final int ARGUMENT_MAX = ARGUMENT_MASK;

  private long[] times = new long[1_024];
  private long[] orders = new long[1_024];
  private long[] payloads = new long[1_024];
  private int size;
  private long scheduled;

  private long time;
  private long payload;

  /**
   * Schedules an event.
   *
   * @param at when, ns of simulated time, not before {@link #time()}
   * @param first and {@code second}: what it is about, 0 to {@link #ARGUMENT_MAX}
   */
  void schedule(long at, Event event, int first, int second) {
    if (at < time) {
      throw new IllegalStateException(
          "%s scheduled for %d ns, which is past: it is %d ns".formatted(event, at, time));
    }
    if (((first | second) & ~ARGUMENT_MASK) != 0) {
      throw new IllegalArgumentException(
          "%s: expected arguments from 0 to %d, found %d and %d"
              .formatted(event, ARGUMENT_MAX, first, second));
    }
    if (size == times.length) {
      grow();
    }
    long packed = ((long) number(event) << KIND_SHIFT) | ((long) first << ARGUMENT_BITS) | second;
    up(size++, at, scheduled++, packed);
  }

  @SuppressWarnings("EnumOrdinal") // the number never leaves this queue
  private static int number(Event event) {
    return event.ordinal();
  }

  /** Goes on to the next event; false when none is left. */
  boolean advance() {
    if (size == 0) {
      return false;
    }
    time = times[0];
    payload = payloads[0];
    size--;
    if (size > 0) {
      down(times[size], orders[size], payloads[size]);
    }
    return true;
  }

  /** The time of the present event, ns. */
  long time() {
    return time;
  }

  /** What kind the present event is. */
  Event event() {
    return Event.of((int) (payload >>> KIND_SHIFT));
  }

  /** The present event's first argument. */
  int first() {
    return (int) ((payload >>> ARGUMENT_BITS) & ARGUMENT_MASK);
  }

  /** The present event's second argument. */
  int second() {
    return (int) (payload & ARGUMENT_MASK);
  }

  /** How many events were ever scheduled. */
  long scheduled() {
    return scheduled;
  }

  private void grow() {
    times = Arrays.copyOf(times, 2 * size);
    orders = Arrays.copyOf(orders, 2 * size);
    payloads = Arrays.copyOf(payloads, 2 * size);
  }

  private void up(int from, long at, long order, long packed) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) / CHILDREN;
      // The newcomer has the highest order, so among equal times it stays behind.
      if (times[parent] <= at) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, at, order, packed);
  }

  private void down(long at, long order, long packed) {
    int hole = 0;
    while (true) {
      int least = CHILDREN * hole + 1;
      if (least >= size) {
        break;
      }
      int end = Math.min(least + CHILDREN, size);
      for (int child = least + 1; child < end; child++) {
        if (isBefore(times[child], orders[child], times[least], orders[least])) {
          least = child;
        }
      }
      if (isBefore(at, order, times[least], orders[least])) {
        break;
      }
      move(least, hole);
      hole = least;
    }
    put(hole, at, order, packed);
  }

  private static boolean isBefore(long time, long order, long otherTime, long otherOrder) {
    return time < otherTime || (time == otherTime && order < otherOrder);
  }

  private void move(int from, int to) {
    put(to, times[from], orders[from], payloads[from]);
  }

  private void put(int place, long at, long order, long packed) {
    times[place] = at;
    orders[place] = order;
    payloads[place] = packed;
  }
}
