package org.sweetwater.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench itself works; how long it takes is nobody's business here. */
class TallyTest {
  private static final int VOTES = 500;

  @Test
  void carriesEveryVoteFromTheHubToTheContractsVerdict(@TempDir Path folder) throws Exception {
    Tally.Times times = Tally.run(folder, VOTES, 256);
    // A run that loses a vote, or finds one uncountable, has failed before.
    assertThat(times.archived()).isPositive().isLessThanOrEqualTo(times.judged());
    assertThat(times.cpu().oracle()).isPositive();
    assertThat(times.heap().peakMb()).isPositive().isLessThanOrEqualTo(256);
  }
}
