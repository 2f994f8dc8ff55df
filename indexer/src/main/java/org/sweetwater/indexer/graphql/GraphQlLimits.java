package org.sweetwater.indexer.graphql;

import java.time.Duration;

/**
 * What one request may cost.
 *
 * @param bodyBytesMax largest request body
 * @param depthMax deepest nesting of fields
 * @param costMax most fields that the answer may hold, counted by the page sizes asked for
 * @param timeMax longest time in the database
 * @param requestsPerSecond of one client's address, with bursts of five seconds' worth; 0 for any
 *     number
 * @param introspection whether the schema may be asked for
 */
public record GraphQlLimits(
    int bodyBytesMax,
    int depthMax,
    int costMax,
    Duration timeMax,
    int requestsPerSecond,
    boolean introspection) {
  /** Rows in a page, at most. */
  static final int FIRST_MAX = 1_000;

  /** Rows in a page when the query does not say. */
  static final int FIRST_DEFAULT = 100;

  /** Rows that may be skipped; beyond that, page by {@code id_gt}. */
  static final int SKIP_MAX = 5_000;

  /** Values in one {@code _in} filter. */
  static final int IN_MAX = 500;

  /** Conditions in one filter, nested ones included. */
  static final int CONDITIONS_MAX = 50;

  /**
   * The usual limits: 64 KiB, 15 levels (an introspection query needs 13), 200,000 fields, 5 s, any
   * number of requests, introspection.
   */
  public static final GraphQlLimits USUAL =
      new GraphQlLimits(1 << 16, 15, 200_000, Duration.ofSeconds(5), 0, true);

  /** These, with what an operator chooses. */
  public GraphQlLimits with(int newRequestsPerSecond, boolean newIntrospection) {
    return new GraphQlLimits(
        bodyBytesMax, depthMax, costMax, timeMax, newRequestsPerSecond, newIntrospection);
  }

  /** Checks that every limit is above zero. */
  public GraphQlLimits {
    if (bodyBytesMax < 1
        || depthMax < 1
        || costMax < 1
        || !timeMax.isPositive()
        || requestsPerSecond < 0) {
      throw new IllegalArgumentException(
          "graphql limits: expected all above 0, and requestsPerSecond not below, found %d, %d, %d, %s, %d"
              .formatted(bodyBytesMax, depthMax, costMax, timeMax, requestsPerSecond));
    }
  }
}
