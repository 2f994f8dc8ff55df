package org.sweetwater.indexer.store;

/**
 * How a {@link ChainStore} works.
 *
 * @param headersKept how many of the newest headers are kept, whatever they hold; a reorganisation
 *     that is deeper goes back to the highest block with logs of ours that stayed. 1 or more
 * @param indexersMax how many connections build indexes at once, 1 or more
 * @param oneTripRowsMax up to how many rows are sent together; more are copied. 0 or more
 */
public record StoreSetting(int headersKept, int indexersMax, int oneTripRowsMax) {
  /**
   * Two connections keep two cores busy; more would need more memory than a small server has.
   * Beyond 500 rows a COPY is quicker.
   */
  public static final StoreSetting USUAL = new StoreSetting(1_024, 2, 500);

  /** Checks the bounds. */
  public StoreSetting {
    if (headersKept < 1 || indexersMax < 1 || oneTripRowsMax < 0) {
      throw new IllegalArgumentException(
          "store: expected headersKept ≥ 1, indexersMax ≥ 1 and oneTripRowsMax ≥ 0, found %d, %d and %d"
              .formatted(headersKept, indexersMax, oneTripRowsMax));
    }
  }
}
