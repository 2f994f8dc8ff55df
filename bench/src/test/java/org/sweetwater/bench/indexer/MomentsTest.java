package org.sweetwater.bench.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MomentsTest {
  @Test
  void countsFromTheFirstMomentOfEachBlockAndSortsWhatPassed() throws InterruptedException {
    Moments announced = new Moments();
    Moments told = new Moments();
    for (int block = 1; block <= 100; block++) {
      announced.put(block, 1_000_000L * block);
      told.put(block, 2_000_000L * block);
      told.put(block, Long.MAX_VALUE);
    }
    told.await(100);

    Moments.Delays delays = Moments.between(announced, told, 1, 100);

    assertThat(delays.nanos()).isSorted().hasSize(100);
    assertThat(delays.millis(0.5)).isEqualTo(51);
    assertThat(delays.millis(0.99)).isEqualTo(100);
  }
}
