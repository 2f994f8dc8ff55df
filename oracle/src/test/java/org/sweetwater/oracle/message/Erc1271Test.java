package org.sweetwater.oracle.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Bytes32;

class Erc1271Test {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 65, 195})
  void asksAsTheAbiSays(int length) {
    Hash32 digest = Hash32.keccak(new byte[] {1});
    Bytes signature = Bytes.parse("0x" + "ab".repeat(length));
    Function function =
        new Function(
            "isValidSignature",
            List.of(new Bytes32(digest.bytes()), new DynamicBytes(signature.bytes())),
            List.of());

    assertThat(Erc1271.question(digest, signature).hex())
        .isEqualTo(FunctionEncoder.encode(function));
  }
}
