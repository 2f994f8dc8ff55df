package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.SequencedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * Which ids a hub lists, and which of them are still wanted.
 *
 * <p>A hub orders by {@code created}, which the signer chose: up to 6 days before the message came,
 * or 300 s after. So reading on from the newest date would miss messages for good, and everything
 * is listed anew: at each poll while one page holds it all, else after a time that grows with the
 * pages; in between from the newest date on.
 *
 * <p>Within a list, the next page begins at the last date seen, because rows that are replaced
 * meanwhile would shift the others past {@code skip}. A list too long for one go is gone on with in
 * the next: a hundred thousand votes of the last five minutes take about 150 pages.
 */
final class Listing {
  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

  /** Pages in one go, so that one list does not hold up the others, whatever a hub makes up. */
  static final int PAGES_MAX = 100;

  /** How much longer to wait for the next full list, for each page beyond the first. */
  static final Duration PAUSE_PER_PAGE = Duration.ofSeconds(10);

  /** Snapshot takes dates up to this long ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Scope scope;
  private final HubRequests requests;
  private final HubSource source;
  private final SequencedSet<Hash32> wanted = new LinkedHashSet<>();
  private Instant nextSweep = Instant.MIN;
  private long newest;
  private boolean isSweep;
  private int pagesTurned;
  private OptionalLong rest = OptionalLong.empty();

  Listing(Scope scope, HubRequests requests, HubSource source) {
    this.scope = scope;
    this.requests = requests;
    this.source = source;
  }

  /** The ids that were listed and not {@link #drop dropped} since, in the order of listing. */
  SequencedSet<Hash32> wanted() {
    return wanted;
  }

  /** Forgets an id until the hub lists it again. */
  void drop(Hash32 id) {
    wanted.remove(id);
  }

  /** Asks the hub what there is; on failure, what was listed so far is kept. */
  void refresh(Instant now) {
    if (!isCutShort()) {
      isSweep = !now.isBefore(nextSweep);
      pagesTurned = 0;
    }
    long recent = Math.min(newest, now.getEpochSecond()) - AHEAD.toSeconds();
    long from = rest.orElse(isSweep ? 0 : Math.max(0, recent));
    rest = OptionalLong.empty();
    pagesTurned += turnPages(from);
    if (isSweep && !isCutShort()) {
      nextSweep = now.plus(PAUSE_PER_PAGE.multipliedBy(pagesTurned - 1L));
    }
  }

  /** Whether the list was too long for one go; the next {@link #refresh} goes on with it. */
  boolean isCutShort() {
    return rest.isPresent();
  }

  /** How many pages it took. */
  private int turnPages(long from) {
    long cursor = from;
    int skip = 0;
    for (int pages = 1; pages <= PAGES_MAX; pages++) {
      JsonNode rows = source.ask(requests.list(scope, cursor, skip)).data().path("rows");
      long last = take(rows, cursor);
      if (rows.size() < requests.pageRows()) {
        return pages;
      }
      if (last > cursor) {
        cursor = last;
        skip = 0;
      } else if (skip + requests.pageRows() <= HubRequests.SKIP_MAX) {
        skip += requests.pageRows();
      } else {
        LOG.warn("hub.second_too_full: scope={} created={}", scope, cursor);
        cursor++;
        skip = 0;
      }
    }
    LOG.info("hub.list_cut_short: scope={} pages={} goesOnAt={}", scope, PAGES_MAX, cursor);
    rest = OptionalLong.of(cursor);
    return PAGES_MAX;
  }

  /** Takes the ids of a page, and gives the date of its last row. */
  private long take(JsonNode rows, long cursor) {
    long last = requireOrder(rows, cursor);
    rows.forEach(row -> RowFields.id(row).ifPresent(wanted::add));
    newest = Math.max(newest, last);
    return last;
  }

  /**
   * Gives the date of a page's last row; {@code from} when there is none.
   *
   * @throws RetryableException unless every row has a date, and none is before {@code from} or the
   *     row above it
   */
  static long requireOrder(JsonNode rows, long from) {
    long last = from;
    for (JsonNode row : rows) {
      JsonNode created = row.path("created");
      if (!created.canConvertToLong() || created.asLong() < last) {
        throw new RetryableException(
            "hub: expected a list by created from %d on, found another order: correct hubUrl, or wait for the hub's repair"
                .formatted(last));
      }
      last = created.asLong();
    }
    return last;
  }
}
