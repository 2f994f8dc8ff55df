package org.sweetwater.oracle.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.wrappers.Bytes;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.CustomError;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint8;

class ErrorCatalogueTest {
  private final ErrorCatalogue catalogue =
      new ErrorCatalogue(
          List.of(
              FakeContract.NEVER,
              FakeContract.NEVER,
              new CustomError(
                  "SnapshotBallot_StatusIs",
                  List.of(new TypeReference<Bytes32>() {}, new TypeReference<Uint8>() {}))));

  @Test
  void readsCustomErrorsWithTheirArguments() {
    // cast calldata 'SnapshotBallot_StatusIs(bytes32,uint8)' 0x11…11 4
    RevertReason reason =
        catalogue.decode(Bytes.parse("0x" + selector() + "11".repeat(32) + "%064x".formatted(4)));
    assertThat(reason)
        .isEqualTo(
            new RevertReason.Custom(
                "SnapshotBallot_StatusIs", List.of("0x" + "11".repeat(32), "4")));
    assertThat(reason.describe())
        .isEqualTo("SnapshotBallot_StatusIs(0x" + "11".repeat(32) + ", 4)");
  }

  private static String selector() {
    return Bytes.of(
            "SnapshotBallot_StatusIs(bytes32,uint8)"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .keccak()
        .hex()
        .substring(2, 10);
  }

  @Test
  void readsTextPanicsAndTheUnknown() {
    assertThat(
            catalogue
                .decode(
                    Bytes.parse(
                        "0x08c379a0"
                            + "%064x%064x".formatted(32, 3)
                            + "6162630000000000000000000000000000000000000000000000000000000000"))
                .describe())
        .isEqualTo("reverted: abc");
    assertThat(catalogue.decode(Bytes.parse("0x4e487b71" + "%064x".formatted(0x11))).describe())
        .isEqualTo("panic 0x11");
    assertThat(catalogue.decode(Bytes.EMPTY).describe()).isEqualTo("reverted without data");
    assertThat(catalogue.decode(Bytes.parse("0xdeadbeef01")).describe())
        .isEqualTo("reverted with 0xdeadbeef01");
  }

  @Test
  void keepsOnlyTheBeginningOfAHugeRevert() {
    assertThat(catalogue.decode(Bytes.of(new byte[100_000])).describe()).hasSizeLessThan(600);
  }

  @Test
  void takesAKnownSelectorWithBrokenArgumentsAsUnknown() {
    assertThat(catalogue.decode(Bytes.parse("0x08c379a0ffff")))
        .isInstanceOf(RevertReason.Unknown.class);
    assertThat(catalogue.decode(Bytes.parse("0x" + selector() + "11".repeat(32))))
        .isInstanceOf(RevertReason.Unknown.class);
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverFailsWhateverTheBytes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] noise = new byte[random.nextInt(200)];
    random.nextBytes(noise);
    String selector = random.nextBoolean() ? selector() : "08c379a0";
    Bytes data = Bytes.parse("0x" + selector + Bytes.of(noise).hex().substring(2));
    assertThat(catalogue.decode(data).describe()).isNotBlank();
  }
}
