package org.sweetwater.oracle.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

  @ParameterizedTest
  @CsvSource({"1,50,100", "2,100,200", "3,200,400", "6,1000,2000", "1000,1000,2000"})
  void doublesUpToTheLongestAndStaysInItsUpperHalf(int failures, long least, long most) {
    SplittableRandom random = new SplittableRandom(7);
    IntStream.range(0, 200)
        .mapToLong(i -> backoff.after(failures, random).toMillis())
        .forEach(wait -> assertThat(wait).isBetween(least, most));
  }

  @Test
  void differsFromTryToTry() {
    SplittableRandom random = new SplittableRandom(7);
    assertThat(IntStream.range(0, 50).mapToObj(i -> backoff.after(5, random)).distinct())
        .hasSizeGreaterThan(20);
  }

  @Test
  void refusesBoundsThatMakeNoSense() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, second)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new Backoff(second, Duration.ofMillis(1)))
        .hasMessageContaining("PT0.001S");
    assertThatThrownBy(() -> backoff.after(0, new SplittableRandom(1)))
        .hasMessageContaining("at least 1, found 0");
  }
}
