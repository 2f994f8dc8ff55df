package org.sweetwater.indexer.graphql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often one client may ask: a bucket of {@link #BURST_SECONDS} worth of requests that fills
 * again at the allowed rate. Used on event loops and virtual threads alike.
 */
final class RequestRate {
  static final int BURST_SECONDS = 5;

  /** Clients remembered at once; one that is forgotten begins with a full bucket. */
  private static final int CLIENTS_MAX = 10_000;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > CLIENTS_MAX;
        }
      };

  private static final class Bucket {
    private double requests;
    private long filledAt;
  }

  /**
   * @param perSecond requests of one client; 0 for any number
   * @param nanoTime a clock that only goes forward
   */
  RequestRate(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  /** Takes one request out of the client's bucket; false when it is empty. */
  synchronized boolean allows(String client) {
    if (perSecond == 0) {
      return true;
    }
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(client, key -> full(now));
    double more = (now - bucket.filledAt) / 1e9 * perSecond;
    bucket.requests = Math.min((double) perSecond * BURST_SECONDS, bucket.requests + more);
    bucket.filledAt = now;
    if (bucket.requests < 1) {
      return false;
    }
    bucket.requests--;
    return true;
  }

  private Bucket full(long now) {
    Bucket bucket = new Bucket();
    bucket.requests = (double) perSecond * BURST_SECONDS;
    bucket.filledAt = now;
    return bucket;
  }
}
