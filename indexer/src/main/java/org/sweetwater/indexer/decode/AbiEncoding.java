package org.sweetwater.indexer.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;

/**
 * ABI encoding of values in words: the inverse of {@link AbiValues}. Strict: nothing is rounded,
 * padded or guessed.
 *
 * @see <a href="https://docs.soliditylang.org/en/latest/abi-spec.html">Contract ABI
 *     Specification</a>
 */
final class AbiEncoding {
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,78}");
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");

  private AbiEncoding() {}

  /** The heads and tails of a function's arguments. */
  static byte[] encode(AbiType.Tuple inputs, JsonNode arguments) {
    return tuple(inputs, arguments, "");
  }

  private static byte[] value(AbiType type, JsonNode value, String at) {
    return switch (type) {
      case AbiType.Uint(int bits) -> word(unsigned(scalar(value, type, at), bits, at));
      case AbiType.Int(int bits) -> word(signed(scalar(value, type, at), bits, at));
      case AbiType.Account() -> address(scalar(value, type, at), at).toWord().bytes();
      case AbiType.Bool() -> word(bool(scalar(value, type, at), at));
      case AbiType.FixedBytes(int length) -> fixed(scalar(value, type, at), length, at);
      case AbiType.DynamicBytes() -> sized(hex(scalar(value, type, at), type, at).bytes());
      case AbiType.Text() -> sized(scalar(value, type, at).getBytes(StandardCharsets.UTF_8));
      case AbiType.Array array -> array(array, value, at);
      case AbiType.Tuple tuple -> tuple(tuple, value, at);
    };
  }

  private static byte[] tuple(AbiType.Tuple tuple, JsonNode value, String at) {
    List<AbiType> types = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    List<String> places = new ArrayList<>();
    requireFields(tuple, value, at);
    for (int i = 0; i < tuple.fields().size(); i++) {
      AbiType.Field field = tuple.fields().get(i);
      types.add(field.type());
      values.add(value.isArray() ? value.get(i) : value.path(field.name()));
      places.add(at + "/" + (value.isArray() ? "" + i : field.name()));
    }
    return headsAndTails(types, values, places);
  }

  private static void requireFields(AbiType.Tuple tuple, JsonNode value, String at) {
    List<String> names = tuple.fields().stream().map(AbiType.Field::name).toList();
    String expected =
        "expected %d values: %s"
            .formatted(
                names.size(),
                tuple.fields().stream()
                    .map(field -> field.name() + " " + field.type().canonical())
                    .toList());
    if (value.isArray() || value.isMissingNode()) {
      if (value.size() != names.size()) {
        throw new MalformedArgumentException(at, expected + ", found " + value.size());
      }
      return;
    }
    if (!value.isObject()) {
      throw new MalformedArgumentException(at, expected + ", found one text");
    }
    for (var entry : value.properties()) {
      if (!names.contains(entry.getKey())) {
        throw new MalformedArgumentException(
            at + "/" + entry.getKey(), expected + ", found " + entry.getKey());
      }
    }
    for (String name : names) {
      if (!value.has(name)) {
        throw new MalformedArgumentException(at, expected + ", but there is no " + name);
      }
    }
  }

  private static byte[] array(AbiType.Array array, JsonNode value, String at) {
    if (!value.isArray()) {
      throw new MalformedArgumentException(at, "expected a list of " + array.canonical());
    }
    boolean isWrong = array.length().isPresent() && array.length().getAsInt() != value.size();
    if (isWrong) {
      throw new MalformedArgumentException(
          at, "expected %s, found %d values".formatted(array.canonical(), value.size()));
    }
    List<AbiType> types = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    List<String> places = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      types.add(array.element());
      values.add(value.get(i));
      places.add(at + "/" + i);
    }
    byte[] elements = headsAndTails(types, values, places);
    return array.length().isPresent()
        ? elements
        : join(word(BigInteger.valueOf(value.size())), elements);
  }

  /** Static values stand in a row; a dynamic one leaves its offset there and follows behind. */
  private static byte[] headsAndTails(
      List<AbiType> types, List<JsonNode> values, List<String> places) {
    int offset = types.stream().mapToInt(AbiType::headSize).sum();
    ByteArrayOutputStream heads = new ByteArrayOutputStream();
    ByteArrayOutputStream tails = new ByteArrayOutputStream();
    for (int i = 0; i < types.size(); i++) {
      byte[] encoded = value(types.get(i), values.get(i), places.get(i));
      if (types.get(i).isDynamic()) {
        heads.writeBytes(word(BigInteger.valueOf(offset + tails.size())));
        tails.writeBytes(encoded);
      } else {
        heads.writeBytes(encoded);
      }
    }
    return join(heads.toByteArray(), tails.toByteArray());
  }

  private static String scalar(JsonNode value, AbiType type, String at) {
    if (value.isValueNode() && !value.isNull()) {
      return value.asText();
    }
    throw new MalformedArgumentException(at, "expected one value of type " + type.canonical());
  }

  private static BigInteger unsigned(String text, int bits, String at) {
    BigInteger number = digits(text, "uint" + bits, at);
    if (number.signum() < 0 || number.bitLength() > bits) {
      throw new MalformedArgumentException(
          at, "expected 0 to 2^%d - 1, found %s".formatted(bits, number));
    }
    return number;
  }

  private static BigInteger signed(String text, int bits, String at) {
    BigInteger number = digits(text, "int" + bits, at);
    if (number.bitLength() >= bits) {
      throw new MalformedArgumentException(
          at, "expected -2^%1$d to 2^%1$d - 1, found %2$s".formatted(bits - 1, number));
    }
    return number;
  }

  private static BigInteger digits(String text, String type, String at) {
    if (!DIGITS.matcher(text).matches()) {
      throw new MalformedArgumentException(
          at, "expected a whole number (%s), found %s".formatted(type, shown(text)));
    }
    return new BigInteger(text);
  }

  /** In one case throughout, or with a right EIP-55 checksum. */
  private static Address address(String text, String at) {
    if (!ADDRESS.matcher(text).matches()) {
      throw new MalformedArgumentException(
          at, "expected an address (0x and 40 hex digits), found " + shown(text));
    }
    Address address = Address.parse(text);
    boolean isPlain = text.equals(address.lowerHex());
    if (!isPlain && !text.equals(address.checksummed())) {
      throw new MalformedArgumentException(
          at, "expected the EIP-55 form %s, found %s".formatted(address.checksummed(), text));
    }
    return address;
  }

  private static BigInteger bool(String text, String at) {
    return switch (text) {
      case "true" -> BigInteger.ONE;
      case "false" -> BigInteger.ZERO;
      default ->
          throw new MalformedArgumentException(at, "expected true or false, found " + shown(text));
    };
  }

  private static byte[] fixed(String text, int length, String at) {
    Bytes bytes = hex(text, new AbiType.FixedBytes(length), at);
    if (bytes.size() != length) {
      throw new MalformedArgumentException(
          at,
          "expected bytes%d (0x and %d hex digits), found %d bytes"
              .formatted(length, 2 * length, bytes.size()));
    }
    return Arrays.copyOf(bytes.bytes(), AbiWords.WORD);
  }

  private static Bytes hex(String text, AbiType type, String at) {
    try {
      return Bytes.parse(text);
    } catch (IllegalArgumentException notHex) {
      throw new MalformedArgumentException(
          at,
          "expected %s (0x and pairs of hex digits), found %s"
              .formatted(type.canonical(), shown(text)));
    }
  }

  private static byte[] sized(byte[] bytes) {
    byte[] padded = Arrays.copyOf(bytes, AbiWords.padded(bytes.length));
    return join(word(BigInteger.valueOf(bytes.length)), padded);
  }

  /** A number in two's complement, in one word. */
  private static byte[] word(BigInteger number) {
    byte[] word = new byte[AbiWords.WORD];
    byte[] bytes = number.toByteArray();
    if (number.signum() < 0) {
      Arrays.fill(word, (byte) 0xff);
    }
    int length = Math.min(bytes.length, word.length);
    // A number of 256 bits has a leading zero byte for its sign.
    System.arraycopy(bytes, bytes.length - length, word, word.length - length, length);
    return word;
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static String shown(String text) {
    return '"' + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + '"';
  }
}
