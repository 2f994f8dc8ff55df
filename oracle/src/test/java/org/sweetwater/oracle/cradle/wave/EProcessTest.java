package org.sweetwater.oracle.cradle.wave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EProcessTest {
  /** 10,000 roundings of one unit each, while the evidence is never below 0.04. */
  private static final int RELATIVE_ERROR_BITS = 45;

  @Test
  void theSharedVectorsAreWhatIsComputed() throws IOException {
    if (EProcessVectors.isRewriting()) {
      EProcessVectors.rewrite();
    }
    assertThat(EProcessVectors.computed().toPrettyString())
        .isEqualTo(EProcessVectors.stored().toPrettyString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.005, 0.01, 0.05, 0.5})
  void isTheExactEvidenceOrVeryLittleMore(double rate) {
    Random random = new Random(7);
    EProcess process = EProcess.START;
    for (int n = 1; n <= EProcess.JUDGED_MAX; n++) {
      process = process.after(random.nextDouble() < rate);
      if (process.evidence().equals(EProcess.EVIDENCE_MAX)) {
        return; // was stopped long before; from here on the evidence means nothing
      }
      if (n % 1_000 == 0 || n == 10) {
        BigInteger exact = ExactEvidence.floor(n, process.failures());
        assertThat(process.evidence()).isGreaterThanOrEqualTo(exact);
        assertThat(process.evidence().subtract(exact))
            .isLessThanOrEqualTo(exact.shiftRight(RELATIVE_ERROR_BITS).add(BigInteger.ONE));
      }
    }
  }

  @Test
  void stopsAtTheSecondOfTwoFailures() {
    EProcess one = EProcess.START.after(true);
    assertThat(one.isStopped()).isFalse();
    assertThat(one.after(true).isStopped()).isTrue();
  }

  /** Evidence of 20 comes also from too few failures: the reason for the second condition. */
  @Test
  void neverStopsAWaveWithoutFailures() {
    EProcess process = EProcess.START;
    while (process.judged() < EProcess.JUDGED_MAX) {
      process = process.after(false);
      assertThat(process.isStopped()).isFalse();
    }
    assertThat(process.evidence().bitLength()).isBetween(64 + 136, 64 + 137);
  }

  @Test
  void staysAtTheGreatestEvidence() {
    EProcess process = EProcess.START;
    for (int n = 0; n < 1_000; n++) {
      process = process.after(true);
    }
    assertThat(process.evidence()).isEqualTo(EProcess.EVIDENCE_MAX);
    assertThat(process.isStopped()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 288315",
    "50, 0, 81461",
    "500, 5, 30280",
    "5000, 40, 13137",
    "7, 7, 1000000",
    "0, 0, 1000000"
  })
  void publishesTheExcludedRate(int judged, int failures, int ratePpm) {
    assertThat(new EProcess(judged, failures, EProcess.ONE).excludedRatePpm()).isEqualTo(ratePpm);
  }

  @Test
  void excludesWhatTheReferenceExcludes() {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      int judged = 1 + random.nextInt(1_000);
      int failures = random.nextInt(judged + 1);
      assertThat(new EProcess(judged, failures, EProcess.ONE).excludedRatePpm())
          .as("%s of %s", failures, judged)
          .isEqualTo(ExactEvidence.excludedRatePpm(judged, failures));
    }
  }

  /** A wave without verdicts proves nothing; that it is not promoted is the contract's rule. */
  @Test
  void anEmptySeriesExcludesNothingAndStopsNothing() {
    assertThat(EProcess.START.excludedRatePpm()).isEqualTo(1_000_000);
    assertThat(EProcess.START.isStopped()).isFalse();
  }

  /** {@code docs/canary.md} has a row for each wave: what 0, 1, 2, … failures exclude. */
  @ParameterizedTest
  @ValueSource(ints = {10, 50, 500, 5_000})
  void theTableInTheDocsIsComputed(int judged) throws IOException {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %,d |", judged));
    for (int failures : List.of(0, 1, 2, judged / 100)) {
      int ratePpm = new EProcess(judged, failures, EProcess.ONE).excludedRatePpm();
      row.append(String.format(Locale.ROOT, " %.2f %% |", Math.ceilDiv(ratePpm, 100) / 100.0));
    }
    row.append(String.format(" %d |", StopBoundary.of(judged).leastFailures(judged)));
    String home = Objects.requireNonNull(System.getProperty("sweetwater.home"));
    assertThat(Path.of(home, "docs", "canary.md")).content().contains(row);
  }

  @Test
  void refusesImpossibleCounts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EProcess(EProcess.JUDGED_MAX + 1, 0, EProcess.ONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new EProcess(-1, 0, EProcess.ONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new EProcess(1, 2, EProcess.ONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new EProcess(1, -1, EProcess.ONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EProcess(0, 0, BigInteger.ONE.negate()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EProcess(0, 0, EProcess.EVIDENCE_MAX.add(BigInteger.ONE)));
  }
}
