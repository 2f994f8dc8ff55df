package org.sweetwater.oracle.http;

import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts requests of each sender in each minute of the clock. */
public final class RateLimit {
  private static final long WINDOW_SECONDS = 60;

  /** Senders that one minute remembers; what comes beyond shares one count. */
  private static final int SENDERS_MAX = 100_000;

  private final Clock clock;
  private final int perMinute;
  private volatile Window window = new Window(Long.MIN_VALUE, new ConcurrentHashMap<>());

  /**
   * A limit.
   *
   * @param perMinute 0 means none
   */
  public RateLimit(Clock clock, int perMinute) {
    this.clock = clock;
    this.perMinute = perMinute;
  }

  private record Window(long minute, Map<String, Integer> counts) {}

  /**
   * What a sender may still do.
   *
   * @param limit requests in a minute; 0 means no limit
   * @param remaining requests after this one; negative when this one is too many
   * @param resetSeconds until the count starts again
   */
  public record Allowance(int limit, int remaining, long resetSeconds) {
    /** Whether this request is one too many. */
    public boolean isExhausted() {
      return remaining < 0;
    }
  }

  /** Counts one request of a sender. */
  public Allowance count(String ipAddress) {
    long now = clock.instant().getEpochSecond();
    long reset = WINDOW_SECONDS - Math.floorMod(now, WINDOW_SECONDS);
    if (perMinute == 0) {
      return new Allowance(0, 0, reset);
    }
    Map<String, Integer> counts = countsOf(Math.floorDiv(now, WINDOW_SECONDS));
    String sender = networkOf(ipAddress);
    String counted = counts.size() < SENDERS_MAX || counts.containsKey(sender) ? sender : "others";
    int count = counts.merge(counted, 1, Integer::sum);
    return new Allowance(perMinute, perMinute - count, reset);
  }

  private Map<String, Integer> countsOf(long minute) {
    Window present = window;
    if (present.minute() != minute) {
      present = new Window(minute, new ConcurrentHashMap<>());
      // Two threads may both do so at the change of the minute; then a few requests go uncounted.
      window = present;
    }
    return present.counts();
  }

  /** One household has a whole /64 of IPv6 addresses. */
  private static String networkOf(String ipAddress) {
    if (!ipAddress.contains(":")) {
      return ipAddress;
    }
    String[] groups = ipAddress.split(":", -1);
    return String.join(":", Arrays.copyOf(groups, Math.min(4, groups.length)));
  }
}
