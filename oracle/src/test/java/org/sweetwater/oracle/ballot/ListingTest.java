package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

class ListingTest {
  private static final Scope SCOPE = new Scope.Votes(Hash32.ZERO);
  private static final HubRequests REQUESTS = new HubRequests(new HubSpace("a.eth", 1));
  private static final int PAGE = HubRequests.LIST_MAX;

  private final MovableClock clock = new MovableClock();
  private final SequencedMap<Hash32, Long> rows = new LinkedHashMap<>();
  private int asked;

  /** Lists ids and dates only, with Snapshot's limits. */
  private HubSource.Answer answer(HubSource.Query query) {
    asked++;
    int skip = query.variables().path("skip").intValue();
    assertThat(skip).isLessThanOrEqualTo(HubRequests.SKIP_MAX);
    long from = query.variables().path("from").longValue();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ArrayNode list = data.putArray("rows");
    rows.entrySet().stream()
        .filter(row -> row.getValue() >= from)
        .sorted(
            Comparator.comparingLong((Map.Entry<Hash32, Long> row) -> row.getValue())
                .thenComparing(Map.Entry::getKey))
        .skip(skip)
        .limit(PAGE)
        .forEach(
            row -> list.addObject().put("id", row.getKey().hex()).put("created", row.getValue()));
    return new HubSource.Answer(data, Signed.SOURCE);
  }

  private Listing listing() {
    return new Listing(SCOPE, REQUESTS, this::answer);
  }

  private Hash32 add(long created) {
    Hash32 id = Hash32.keccak(ByteBuffer.allocate(4).putInt(rows.size()).array());
    rows.put(id, created);
    return id;
  }

  private void add(int count, long created) {
    for (int i = 0; i < count; i++) {
      add(created);
    }
  }

  private void assertWanted(Listing listing, Collection<Hash32> ids) {
    assertThat(listing.wanted()).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void readsManyVotesInOneSecond() {
    add(500, clock.seconds() - 1);
    add(4_500, clock.seconds());
    add(500, clock.seconds() + 1);
    Listing listing = listing();

    listing.refresh(clock.instant());

    assertWanted(listing, rows.keySet());
  }

  @Test
  void missesNothingWhenARowVanishesBetweenTwoPages() {
    for (int i = 0; i < PAGE + 500; i++) {
      add(clock.seconds() + i);
    }
    Hash32 first = rows.firstEntry().getKey();
    Listing listing =
        new Listing(
            SCOPE,
            REQUESTS,
            query -> {
              HubSource.Answer answer = answer(query);
              rows.remove(first);
              return answer;
            });

    listing.refresh(clock.instant());

    assertThat(listing.wanted()).containsAll(rows.keySet());
  }

  @Test
  void goesOnAfterASecondThatIsTooFullToBeListed() {
    add(PAGE + HubRequests.SKIP_MAX + 200, clock.seconds());
    Hash32 later = add(clock.seconds() + 1);
    Listing listing = listing();

    listing.refresh(clock.instant());

    assertThat(listing.wanted()).contains(later).hasSize(PAGE + HubRequests.SKIP_MAX + 1);
  }

  @Test
  void listsAllAnewWhileOnePageHoldsIt() {
    add(3, clock.seconds());
    Listing listing = listing();
    listing.refresh(clock.instant());

    Hash32 backdated = add(clock.seconds() - 500_000);
    listing.refresh(clock.instant());

    assertThat(listing.wanted()).contains(backdated);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void listsOnlyWhatIsRecentForAWhileWhenThereIsMuch() {
    add(PAGE, clock.seconds() - 1_000);
    add(PAGE, clock.seconds() - 500);
    add(1, clock.seconds());
    Listing listing = listing();
    listing.refresh(clock.instant());
    assertThat(asked).isEqualTo(5);

    asked = 0;
    Hash32 fresh = add(clock.seconds() - 300);
    Hash32 backdated = add(clock.seconds() - 500_000);
    listing.refresh(clock.instant());
    assertThat(asked).isOne();
    assertThat(listing.wanted()).contains(fresh).doesNotContain(backdated);

    clock.advance(Listing.PAUSE_PER_PAGE.multipliedBy(4));
    listing.refresh(clock.instant());
    assertWanted(listing, rows.keySet());
  }

  @Test
  void isNotLedAstrayByADateFarAhead() {
    add(PAGE, clock.seconds() - 1_000);
    add(1, clock.seconds() + 1_000_000);
    Listing listing = listing();
    listing.refresh(clock.instant());

    clock.advance(Duration.ofSeconds(5));
    Hash32 fresh = add(clock.seconds());
    listing.refresh(clock.instant());

    assertThat(listing.wanted()).contains(fresh);
  }

  @Test
  void readsABoundedNumberOfPagesAndGoesOnThereNextTime() {
    for (int i = 0; i < Listing.PAGES_MAX + 1; i++) {
      add(PAGE, clock.seconds() - 200 + i);
    }
    Listing listing = listing();

    listing.refresh(clock.instant());
    assertThat(asked).isEqualTo(Listing.PAGES_MAX);
    assertThat(listing.isCutShort()).isTrue();

    while (listing.isCutShort()) {
      listing.refresh(clock.instant());
    }
    assertWanted(listing, rows.keySet());

    // All of it counts as one list: the next whole one waits accordingly.
    clock.advance(Listing.PAUSE_PER_PAGE.multipliedBy(Listing.PAGES_MAX));
    Hash32 backdated = add(clock.seconds() - 500_000);
    listing.refresh(clock.instant());
    assertThat(listing.wanted()).doesNotContain(backdated);
  }

  @Test
  void refusesAListInAnotherOrder() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ArrayNode list = data.putArray("rows");
    list.addObject().put("id", Hash32.ZERO.hex()).put("created", 5);
    list.addObject().put("id", Hash32.ZERO.hex()).put("created", 4);
    Listing listing =
        new Listing(SCOPE, REQUESTS, query -> new HubSource.Answer(data, Signed.SOURCE));

    assertThatThrownBy(() -> listing.refresh(clock.instant()))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("by created from 5 on");
  }

  @Test
  void passesOverOldIds() {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.putArray("rows").addObject().put("id", "QmOld").put("created", 5);
    Listing listing =
        new Listing(SCOPE, REQUESTS, query -> new HubSource.Answer(data, Signed.SOURCE));

    listing.refresh(clock.instant());

    assertThat(listing.wanted()).isEmpty();
  }
}
