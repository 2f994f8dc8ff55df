package org.sweetwater.devnet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for something that others bring about. */
final class Patience {
  private static final Duration POLL = Duration.ofMillis(100);

  private Patience() {}

  /** Looks for something that may not be there yet. */
  interface Look<T> {
    /** Returns it, or nothing yet. */
    Optional<T> now() throws InterruptedException;
  }

  /**
   * Looks until something is there.
   *
   * @throws DevnetException naming {@code what} when it is not there in time
   */
  static <T> T await(String what, Duration most, Look<T> look) throws InterruptedException {
    Instant deadline = Instant.now().plus(most);
    while (true) {
      Optional<T> found = look.now();
      if (found.isPresent()) {
        return found.get();
      }
      if (Instant.now().isAfter(deadline)) {
        throw new DevnetException("waited %d s for %s".formatted(most.toSeconds(), what));
      }
      Thread.sleep(POLL);
    }
  }

  /** Sleeps until a moment of the wall clock, at once when it is past. */
  static void until(Instant moment) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), moment);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }
}
