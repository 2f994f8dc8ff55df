package org.sweetwater.oracle.cradle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Hash32;

class CidTest {
  /**
   * Worked out by hand. The bytes are 01 55 1b 20 and 32 zeros; in groups of five bits 00000 00101
   * 01010 10001 10110 01000 00 and zeros, so the digits 0 5 10 17 22 8 0, in RFC 4648's alphabet a
   * f k r w i a; 288 bits are 58 digits, the last of which holds three bits and two of padding.
   */
  @Test
  void isWhatTheSpecificationsGiveByHand() {
    assertThat(Cid.of(Hash32.ZERO)).isEqualTo("bafkrwi" + "a".repeat(52));
  }

  /** What {@code ipfs block put --mhtype keccak-256} printed, in a test of cowprotocol/services. */
  @Test
  void isWhatKuboPrints() {
    assertThat(
            Cid.of(
                Hash32.parse("0x8af4e8c9973577b08ac21d17d331aade86c11ebcc5124744d621ca8365ec9424")))
        .isEqualTo("bafkrwiek6tumtfzvo6yivqq5c7jtdkw6q3ar5pgfcjdujvrbzkbwl3eueq");
  }

  /** Another node's, Kubo 0.43.1, found published beside its content. */
  @Test
  void isWhatKuboPrintsForContent() {
    assertThat(Cid.of(Hash32.keccak("hello firsthand ipfs".getBytes(UTF_8))))
        .isEqualTo("bafkrwiabcloyee5du32bpjhd2xocwvqs3my2nmouyhvbxxo2egxt5bb6ca");
  }
}
