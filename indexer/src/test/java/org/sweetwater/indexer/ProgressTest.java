package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Hash32;

final class ProgressTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);

  @Test
  void isStaleUntilTheFirstStepSucceeded() {
    assertThat(Progress.NONE.findStaleness(1, NOW)).contains("starting");
    assertThat(at(10, 10).findStaleness(1, NOW)).isEmpty();
  }

  @Test
  void aFewBlocksMayBeOnTheirWay() {
    assertThat(at(10, 15).findStaleness(1, NOW)).isEmpty();
    assertThat(at(10, 16).findStaleness(1, NOW)).contains("6 blocks behind the node");
    assertThat(at(10, 3).lagBlocks(1)).isZero();
  }

  @Test
  void beforeTheFirstBlockThereIsNothingToBeBehindOf() {
    Progress progress = Progress.NONE.succeeded(4, Optional.empty(), NOW);
    assertThat(progress.lagBlocks(100)).isZero();
    assertThat(progress.findStaleness(100, NOW)).isEmpty();
    assertThat(progress.lagBlocks(1)).isEqualTo(4);
  }

  @Test
  void failuresAndStepsThatDoNotEndAreTold() {
    assertThat(at(10, 10).failed("no node").findStaleness(1, NOW)).contains("retrying: no node");
    assertThat(at(10, 10).halted("bad log").findStaleness(1, NOW)).contains("halted: bad log");
    assertThat(at(10, 10).findStaleness(1, NOW.plusSeconds(61)))
        .contains("the last step has been under way since " + NOW);
  }

  @Test
  void waitsDoubleUpToALimitAndBeginAnewAfterASuccess() {
    Backoff backoff = new Backoff(new Random(1));
    assertThat(backoff.next()).isBetween(Duration.ofMillis(125), Duration.ofMillis(250));
    assertThat(backoff.next()).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(15));
    }
    assertThat(backoff.failures()).isEqualTo(102);
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(250));
  }

  private static Progress at(long head, long nodeHead) {
    return Progress.NONE.succeeded(nodeHead, Optional.of(new BlockRef(head, Hash32.ZERO)), NOW);
  }
}
