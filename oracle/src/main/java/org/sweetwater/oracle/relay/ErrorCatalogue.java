package org.sweetwater.oracle.relay;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sweetwater.wrappers.Bytes;
import org.web3j.abi.CustomErrorEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.CustomError;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint256;

/** Reads revert bytes by the contracts' ABI. */
public final class ErrorCatalogue {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SELECTOR_DIGITS = 8;

  /** Longest unreadable revert kept, in hex digits; a hostile contract can return megabytes. */
  private static final int HEX_DIGITS_MAX = 512;

  private static final CustomError MESSAGE =
      new CustomError("Error", List.of(new TypeReference<Utf8String>() {}));
  private static final CustomError PANIC =
      new CustomError("Panic", List.of(new TypeReference<Uint256>() {}));

  private final Map<String, CustomError> bySelector;

  /** A catalogue of these errors; two errors with one signature are the same error. */
  public ErrorCatalogue(List<CustomError> errors) {
    bySelector =
        errors.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    ErrorCatalogue::selectorOf, Function.identity(), (one, same) -> one));
  }

  /** Decodes the bytes of a revert; never fails, whatever they are. */
  public RevertReason decode(Bytes data) {
    String hex = HEX.formatHex(data.bytes());
    if (hex.length() < SELECTOR_DIGITS) {
      return unknown(hex);
    }
    String selector = hex.substring(0, SELECTOR_DIGITS);
    String arguments = hex.substring(SELECTOR_DIGITS);
    try {
      if (selector.equals(selectorOf(MESSAGE))) {
        return new RevertReason.Message(
            decode(MESSAGE, arguments).getFirst().getValue().toString());
      }
      if (selector.equals(selectorOf(PANIC))) {
        return new RevertReason.Panic(((Uint256) decode(PANIC, arguments).getFirst()).getValue());
      }
      CustomError error = bySelector.get(selector);
      return error == null
          ? unknown(hex)
          : new RevertReason.Custom(
              error.getName(),
              decode(error, arguments).stream().map(ErrorCatalogue::text).toList());
    } catch (RuntimeException malformed) {
      // A contract may return a known selector with broken arguments; web3j then throws anything.
      return unknown(hex);
    }
  }

  @SuppressWarnings("rawtypes") // web3j's own signature
  private static List<Type> decode(CustomError error, String arguments) {
    List<Type> values = FunctionReturnDecoder.decode(arguments, error.getParameters());
    if (values.size() != error.getParameters().size()) {
      throw new IllegalArgumentException(
          "%s: expected %d arguments, found %d"
              .formatted(error.getName(), error.getParameters().size(), values.size()));
    }
    return values;
  }

  private static String selectorOf(CustomError error) {
    // Strips the "0x".
    return CustomErrorEncoder.encode(error).substring(2, 2 + SELECTOR_DIGITS);
  }

  private static String text(Type<?> value) {
    return value.getValue() instanceof byte[] bytes
        ? "0x" + HEX.formatHex(bytes)
        : value.getValue().toString();
  }

  private static RevertReason unknown(String hex) {
    return new RevertReason.Unknown(
        "0x" + (hex.length() <= HEX_DIGITS_MAX ? hex : hex.substring(0, HEX_DIGITS_MAX) + "…"));
  }
}
