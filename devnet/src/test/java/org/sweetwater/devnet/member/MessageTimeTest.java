package org.sweetwater.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MessageTimeTest {
  private static final Instant CHAIN = Instant.ofEpochSecond(1_000_000);

  @Test
  void isTheClocksWhenChainAndClockAgree() {
    Instant clock = CHAIN.plusSeconds(12);

    assertThat(MessageTime.of(clock, CHAIN).signed()).isEqualTo(clock);
    assertThat(MessageTime.of(clock, CHAIN).warning()).isEmpty();
    assertThat(MessageTime.of(CHAIN.minusSeconds(15), CHAIN).warning()).isEmpty();
  }

  @Test
  void isTheChainsWhenTheClockIsLate() {
    MessageTime time = MessageTime.of(CHAIN.minusSeconds(100), CHAIN);

    assertThat(time.signed()).isEqualTo(CHAIN);
    assertThat(time.warning())
        .hasValueSatisfying(text -> assertThat(text).contains("100 s behind"));
  }

  @Test
  void staysWithinWhatTheContractTakesWhenTheClockIsAhead() {
    MessageTime time = MessageTime.of(CHAIN.plusSeconds(900), CHAIN);

    assertThat(time.signed()).isBefore(CHAIN.plusSeconds(300));
    assertThat(time.warning()).hasValueSatisfying(text -> assertThat(text).contains("900 s ahead"));
  }

  @Test
  void isLaterThanAVoteThatItReplaces() {
    MessageTime time = MessageTime.of(CHAIN, CHAIN);

    assertThat(time.after(CHAIN.minusSeconds(1)).signed()).isEqualTo(CHAIN);
    assertThat(time.after(CHAIN).signed()).isEqualTo(CHAIN.plusSeconds(1));
    assertThat(time.after(CHAIN.plusSeconds(7)).signed()).isEqualTo(CHAIN.plusSeconds(8));
  }
}
