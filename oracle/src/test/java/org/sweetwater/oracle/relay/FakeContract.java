package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.web3j.abi.CustomErrorEncoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.CustomError;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * A contract in miniature: call {@code n} has an effect once. Numbers that end in 7 are never
 * allowed; numbers that end in 5 need the number before them to have been called.
 */
final class FakeContract {
  static final Address ADDRESS = Address.parse("0x00000000000000000000000000000000000c0de1");
  static final CustomError ALREADY_DONE = error("AlreadyDone");
  static final CustomError NOT_YET = error("NotYet");
  static final CustomError NEVER = error("Never");
  static final List<CustomError> ERRORS = List.of(ALREADY_DONE, NOT_YET, NEVER);

  private static final String SELECTOR = "cafe0001";

  private FakeContract() {}

  static Bytes calldata(int number) {
    return Bytes.parse("0x" + SELECTOR + "%064x".formatted(number));
  }

  static int numberIn(Bytes calldata) {
    byte[] all = calldata.bytes();
    return new BigInteger(1, Arrays.copyOfRange(all, 4, all.length)).intValueExact();
  }

  /** The revert of a call after these effects; empty when it succeeds. */
  static Optional<Bytes> revert(int number, Set<Integer> effects) {
    if (effects.contains(number)) {
      return Optional.of(bytes(ALREADY_DONE, number));
    }
    if (number % 10 == 7) {
      return Optional.of(bytes(NEVER, number));
    }
    if (number % 10 == 5 && !effects.contains(number - 1)) {
      return Optional.of(bytes(NOT_YET, number));
    }
    return Optional.empty();
  }

  static RevertMeaning meaning(RevertReason reason) {
    return switch (reason) {
      case RevertReason.Custom(var name, var arguments) when name.equals("AlreadyDone") ->
          RevertMeaning.ALREADY_DONE;
      case RevertReason.Custom(var name, var arguments) when name.equals("NotYet") ->
          RevertMeaning.NOT_YET;
      case RevertReason.Custom custom -> RevertMeaning.NEVER;
      case RevertReason.Message message -> RevertMeaning.NEVER;
      case RevertReason.Panic panic -> RevertMeaning.NEVER;
      case RevertReason.Unknown unknown -> RevertMeaning.NEVER;
    };
  }

  static Bytes bytes(CustomError error, int argument) {
    String selector = CustomErrorEncoder.encode(error).substring(2, 10);
    return Bytes.of(HexFormat.of().parseHex(selector + "%064x".formatted(argument)));
  }

  private static CustomError error(String name) {
    return new CustomError(name, List.of(new TypeReference<Uint256>() {}));
  }
}
