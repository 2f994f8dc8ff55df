package org.sweetwater.oracle.cradle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.AbiWords;

/** How the words that the contract returns are read. */
class ExperimentStateTest {
  private static final int WORDS = 25;
  private static final int THRESHOLDS = 11;
  private static final int WORST = 18;
  private static final Address CRADLE = Address.parse("0x" + "c0".repeat(20));

  private final long[] words = new long[WORDS];

  @Test
  void readsEachFieldFromItsWord() {
    for (int i = 0; i < THRESHOLDS; i++) {
      words[i] = i + 1L;
    }
    ExperimentState state = decode();
    assertThat(state.id()).isEqualTo(word(99));
    assertThat(state.status()).isEqualTo(ExperimentState.Status.SUBMITTED);
    assertThat(state.submitter().toWord()).isEqualTo(word(2));
    assertThat(state.attempt()).isEqualTo(3);
    assertThat(state.attestationsRequired()).isEqualTo(4);
    assertThat(state.submittedAt()).isEqualTo(5);
    assertThat(state.submitBlock()).isEqualTo(6);
    assertThat(state.changeHash()).isEqualTo(word(7));
    assertThat(state.specHash()).isEqualTo(word(8));
    assertThat(state.seed()).isEqualTo(word(9));
    assertThat(state.resultHash()).isEqualTo(word(10));
    assertThat(state.artefactHash()).isEqualTo(word(11));
  }

  @Test
  void aMetricWhoseBitIsNotSetIsAbsentWhateverItsWordSays() {
    words[0] = 1;
    words[THRESHOLDS] = (1L << Metric.MTTR.number());
    words[WORST] = 0;
    for (Metric metric : Metric.values()) {
      words[THRESHOLDS + 1 + metric.number()] = 7;
      words[WORST + 1 + metric.number()] = 8;
    }
    ExperimentState state = decode();
    assertThat(state.thresholds().find(Metric.MTTR)).hasValue(7);
    assertThat(state.thresholds().find(Metric.PACKET_LOSS)).isEmpty();
    assertThat(state.worst().values()).isEmpty();
  }

  private ExperimentState decode() {
    ByteBuffer buffer = ByteBuffer.allocate(WORDS * Hash32.LENGTH);
    for (long value : words) {
      buffer.put(word(value).bytes());
    }
    return ExperimentState.of(word(99), new AbiWords(CRADLE, Bytes.of(buffer.array())));
  }

  private static Hash32 word(long value) {
    return Hash32.fromUnsigned(BigInteger.valueOf(value));
  }
}
