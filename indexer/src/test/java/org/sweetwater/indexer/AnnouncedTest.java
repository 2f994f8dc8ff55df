package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Hash32;

final class AnnouncedTest {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Optional<BlockRef> HEAD = Optional.of(new BlockRef(7, Hash32.ZERO));

  private final FakeClock clock = new FakeClock();
  private final Announced announced = new Announced(clock);

  @Test
  void looksAgainSoonWhileHttpDoesNotShowWhatWasAnnounced() {
    announced.hear(8);
    assertThat(announced.pause(HEAD, POLL)).isLessThan(POLL).isPositive();
  }

  @Test
  void looksWhenItIsTimeOnceTheTablesAreThere() {
    announced.hear(7);
    assertThat(announced.pause(HEAD, POLL)).isEqualTo(POLL);
  }

  @Test
  void doesNotBelieveForEver() {
    announced.hear(8);
    clock.advance(Duration.ofSeconds(3));
    assertThat(announced.pause(HEAD, POLL)).isEqualTo(POLL);
  }

  @Test
  void aHeadWithoutNumberSaysNothing() {
    announced.hear(-1);
    assertThat(announced.pause(Optional.empty(), POLL)).isEqualTo(POLL);
  }
}
