package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Strict readers for the values of a hub's row. Their messages hold nothing of the row's text. */
final class RowFields {
  private static final int STARKNET_LENGTH = 66;
  private static final Pattern STARKNET = Pattern.compile("0x0[0-9a-f]{63}");
  private static final int SIGNATURE_BYTES_MAX = 65_536;

  private RowFields() {}

  /** The row's id; empty when it is no EIP-712 id (Snapshot had IPFS ids until 2022). */
  static Optional<Hash32> id(JsonNode row) {
    try {
      return Optional.of(Hash32.parse(row.path("id").asText()));
    } catch (IllegalArgumentException notAHash) {
      // The expected answer for any other id.
      return Optional.empty();
    }
  }

  /** An account as a wallet signs it: EIP-55, or a padded Starknet address. */
  static String sender(JsonNode row, String name) throws MalformedRowException {
    String text = text(row, name);
    if (text.length() == STARKNET_LENGTH && STARKNET.matcher(text).matches()) {
      return text;
    }
    try {
      Address.parseChecksummed(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw new MalformedRowException(name + ": expected an EIP-55 address, found another text");
    }
  }

  /** An address in any case; empty for anything else. */
  static Optional<Address> address(JsonNode row, String name) {
    try {
      return Optional.of(Address.parse(row.path(name).asText()));
    } catch (IllegalArgumentException notAnAddress) {
      // Whoever asks says what that means.
      return Optional.empty();
    }
  }

  /** The bytes of a signature; empty for anything else and for too many. */
  static Optional<Bytes> signature(JsonNode row, String name) {
    String text = row.path(name).asText();
    if (text.length() > 2 + 2 * SIGNATURE_BYTES_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(Bytes.parse(text));
    } catch (IllegalArgumentException notHex) {
      // Whoever asks says what that means.
      return Optional.empty();
    }
  }

  /** A text; the hub shows null for some empty ones. */
  static String text(JsonNode row, String name) throws MalformedRowException {
    JsonNode value = row.path(name);
    if (value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new MalformedRowException(name + ": expected a text, found " + value.getNodeType());
    }
    return value.textValue();
  }

  /** Texts; the hub shows null for an empty list in old rows. */
  static List<String> texts(JsonNode row, String name) throws MalformedRowException {
    JsonNode array = row.path(name);
    if (!array.isArray() && !array.isNull()) {
      throw new MalformedRowException(name + ": expected a list, found " + array.getNodeType());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw new MalformedRowException(name + ": expected texts, found " + element.getNodeType());
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  /** A whole number from 0 on. */
  static long number(JsonNode row, String name) throws MalformedRowException {
    JsonNode value = row.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new MalformedRowException(name + ": expected a whole number from 0 on");
    }
    return value.longValue();
  }

  /** Any JSON value whose numbers JavaScript can hold. */
  static JsonNode json(JsonNode row, String name) throws MalformedRowException {
    JsonNode value = row.path(name);
    if (value.isMissingNode()) {
      throw new MalformedRowException(name + ": expected a value, found none");
    }
    requireFinite(value, name);
    return value;
  }

  private static void requireFinite(JsonNode value, String name) throws MalformedRowException {
    if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
      throw new MalformedRowException(name + ": a number beyond the range of a double");
    }
    for (JsonNode child : value) {
      requireFinite(child, name);
    }
  }
}
