package org.sweetwater.oracle.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * EIP-712 hashing with the rules of ethers v5's {@code _TypedDataEncoder}, for the types that
 * Snapshot messages have. Where ethers guesses (a missing string, a number for a string), this
 * refuses.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-712">EIP-712</a>
 */
final class Eip712 {
  /** Numbers from here on are unsafe in JavaScript, and ethers refuses them: 2^53 - 1. */
  static final long SAFE_LIMIT = (1L << 53) - 1;

  /** A uint256 has 78 digits; ethers would take leading zeros without end, we do not. */
  private static final int DIGITS_MAX = 78;

  private static final Pattern HEX_NUMBER = Pattern.compile("-?0x[0-9a-fA-F]+");
  private static final Pattern DECIMAL_NUMBER = Pattern.compile("-?[0-9]+");
  private static final byte[] PREFIX = {0x19, 0x01};

  private Eip712() {}

  /** The digest that is signed, and that is Snapshot's id of the message. */
  static Hash32 digest(byte[] domainSeparator, TypeSet types, JsonNode message)
      throws MalformedException {
    return Hash32.of(Keccak.hash(PREFIX, domainSeparator, structHash(types, message)));
  }

  static byte[] structHash(TypeSet types, JsonNode message) throws MalformedException {
    List<TypeSet.Field> fields = types.fields();
    byte[][] parts = new byte[1 + fields.size()][];
    parts[0] = types.typeHash();
    for (int i = 0; i < fields.size(); i++) {
      TypeSet.Field field = fields.get(i);
      parts[1 + i] = word(field.type(), message.path(field.name()), field.name());
    }
    return Keccak.hash(parts);
  }

  /** The 32 bytes that stand for one value; {@code name} is for the error message. */
  static byte[] word(String type, JsonNode value, String name) throws MalformedException {
    return switch (type) {
      case "string" -> TextHash.of(wellFormed(text(value, name), name)).bytes();
      case "address" -> address(text(value, name), name).toWord().bytes();
      case "bytes32" -> bytes32(text(value, name), name);
      case "uint32" -> unsigned(value, 32, name);
      case "uint64" -> unsigned(value, 64, name);
      case "uint256" -> unsigned(value, 256, name);
      case "string[]" -> array("string", value, name);
      case "uint32[]" -> array("uint32", value, name);
      default -> throw new MalformedException("%s: type %s is not known".formatted(name, type));
    };
  }

  private static byte[] array(String type, JsonNode value, String name) throws MalformedException {
    if (!value.isArray()) {
      throw new MalformedException(name + ": expected an array, found " + kindOf(value));
    }
    byte[][] words = new byte[value.size()][];
    for (int i = 0; i < words.length; i++) {
      words[i] = word(type, value.get(i), name + "[" + i + "]");
    }
    return Keccak.hash(words);
  }

  private static String text(JsonNode value, String name) throws MalformedException {
    if (!value.isTextual()) {
      throw new MalformedException(name + ": expected a string, found " + kindOf(value));
    }
    return value.textValue();
  }

  /** The text itself, when UTF-8 can write it. */
  private static String wellFormed(String text, String name) throws MalformedException {
    for (int i = 0; i < text.length(); i++) {
      if (PinnedJson.isLoneSurrogate(text, i)) {
        throw new MalformedException(name + ": half a surrogate pair at character " + i);
      }
    }
    return text;
  }

  /** As ethers' getAddress: one case throughout, or a right EIP-55 checksum. */
  static Address address(String text, String name) throws MalformedException {
    if (!isHex(text, Address.LENGTH)) {
      throw new MalformedException(name + ": expected an address, found " + shown(text));
    }
    Address address = Address.parse(text);
    if (hasBothCases(text) && !address.checksummed().equals(text)) {
      throw new MalformedException(name + ": wrong EIP-55 checksum in " + shown(text));
    }
    return address;
  }

  static byte[] bytes32(String text, String name) throws MalformedException {
    if (!isHex(text, Hash32.LENGTH)) {
      throw new MalformedException(name + ": expected 0x and 64 hex digits, found " + shown(text));
    }
    return HexFormat.of().parseHex(text, 2, text.length());
  }

  /** Whether the text is {@code 0x} and two hex digits for each byte. */
  private static boolean isHex(String text, int bytes) {
    if (text.length() != 2 + 2 * bytes || !text.startsWith("0x")) {
      return false;
    }
    for (int i = 2; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether hex digits of both cases follow the {@code 0x}. */
  private static boolean hasBothCases(String hex) {
    boolean lower = false;
    boolean upper = false;
    for (int i = 2; i < hex.length(); i++) {
      lower |= Character.isLowerCase(hex.charAt(i));
      upper |= Character.isUpperCase(hex.charAt(i));
    }
    return lower && upper;
  }

  static byte[] unsigned(JsonNode value, int bits, String name) throws MalformedException {
    BigInteger number = integer(value, name);
    if (number.signum() < 0 || number.bitLength() > bits) {
      throw new MalformedException(
          "%s: expected 0 to 2^%d - 1, found %s".formatted(name, bits, number));
    }
    return Hash32.fromUnsigned(number).bytes();
  }

  private static BigInteger integer(JsonNode value, String name) throws MalformedException {
    if (value.isNumber()) {
      return BigInteger.valueOf(safeInteger(value, name));
    }
    if (value.isTextual()) {
      return integer(value.textValue(), name);
    }
    if (value.isArray()) {
      return byteString(value, name);
    }
    throw new MalformedException(name + ": expected a number, found " + kindOf(value));
  }

  private static BigInteger integer(String text, String name) throws MalformedException {
    if (text.length() > DIGITS_MAX + 3) {
      throw new MalformedException(name + ": a number of " + text.length() + " characters");
    }
    if (HEX_NUMBER.matcher(text).matches()) {
      return new BigInteger(text.replaceFirst("0x", ""), 16);
    }
    if (DECIMAL_NUMBER.matcher(text).matches()) {
      return new BigInteger(text);
    }
    throw new MalformedException(name + ": expected a whole number, found " + shown(text));
  }

  /** A JSON number that JavaScript holds exactly. */
  static long safeInteger(JsonNode value, String name) throws MalformedException {
    double number = value.doubleValue();
    if (!value.isNumber() || number != Math.rint(number) || Math.abs(number) >= SAFE_LIMIT) {
      throw new MalformedException(
          "%s: expected a whole number below 2^53, found %s"
              .formatted(name, value.isNumber() ? shown(value.asText()) : kindOf(value)));
    }
    // Exact: whole, and below 2^53.
    return (long) number;
  }

  /**
   * ethers v5 reads {@code [3,1,2]} for a uint as the bytes 0x030102. snapshot.js signs copeland
   * votes so by mistake, and the sequencer takes them.
   */
  private static BigInteger byteString(JsonNode array, String name) throws MalformedException {
    byte[] bytes = new byte[array.size()];
    for (int i = 0; i < bytes.length; i++) {
      long element = safeInteger(array.get(i), name + "[" + i + "]");
      if (element < 0 || element > 255) {
        throw new MalformedException(name + "[" + i + "]: expected a byte, found " + element);
      }
      bytes[i] = (byte) element;
    }
    if (bytes.length == 0) {
      throw new MalformedException(name + ": expected a number, found an empty array");
    }
    return new BigInteger(1, bytes);
  }

  static String kindOf(JsonNode value) {
    return value.isMissingNode() ? "nothing" : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  /** Hostile text, shortened for a message. */
  static String shown(String text) {
    return '"' + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + '"';
  }
}
