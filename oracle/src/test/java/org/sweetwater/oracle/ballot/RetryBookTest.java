package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Hash32;

class RetryBookTest {
  private final MovableClock clock = new MovableClock();
  private final RetryBook book = new RetryBook(new Random(1));

  private static Hash32 id(int number) {
    return Hash32.keccak(ByteBuffer.allocate(4).putInt(number).array());
  }

  @Test
  void waitsLongerAfterEachLookAndNeverMoreThanTenMinutes() {
    for (int i = 0; i < 20; i++) {
      book.postpone(id(1), clock.instant());
    }
    clock.advance(Duration.ofMinutes(4));
    assertThat(book.isPostponed(id(1), clock.instant())).isTrue();
    clock.advance(Duration.ofMinutes(6));
    assertThat(book.isPostponed(id(1), clock.instant())).isFalse();
  }

  @Test
  void forgetsWhatIsSettled() {
    book.postpone(id(1), clock.instant());
    book.settled(id(1));

    assertThat(book.isPostponed(id(1), clock.instant())).isFalse();
  }

  @Test
  void remembersABoundedNumber() {
    for (int i = 0; i <= RetryBook.ENTRIES_MAX; i++) {
      book.postpone(id(i), clock.instant());
    }

    assertThat(book.isPostponed(id(0), clock.instant())).isFalse();
    assertThat(book.isPostponed(id(1), clock.instant())).isTrue();
  }
}
