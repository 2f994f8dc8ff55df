package org.sweetwater.oracle.cradle.canary;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * The fields of a JSON object from a stranger: each of its one type, and none beside those that are
 * known. Every refusal is an {@link IllegalArgumentException} that names the field and repeats
 * nothing long.
 */
final class StrictFields {
  private static final int SHOWN_MAX = 40;

  private final String place;
  private final JsonNode object;

  /** The fields of an object; {@code place} begins each message. */
  StrictFields(String place, JsonNode object) {
    if (!object.isObject()) {
      throw new IllegalArgumentException(
          "%s: expected an object, found %s".formatted(place, kindOf(object)));
    }
    this.place = place;
    this.object = object;
  }

  boolean has(String name) {
    return object.has(name);
  }

  void requireNoOthers(List<String> known) {
    List<String> others = new ArrayList<>();
    object.fieldNames().forEachRemaining(others::add);
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: unknown field %s".formatted(place, shown(others.getFirst())));
    }
  }

  /** A whole number from 0 to {@code most}, written as a JSON number without fraction. */
  long number(String name, long most) {
    JsonNode value = value(name);
    boolean isNumber = value.isIntegralNumber() && value.canConvertToLong();
    if (!isNumber || value.longValue() < 0 || value.longValue() > most) {
      throw new IllegalArgumentException(
          "%s: expected a whole number from 0 to %d, found %s"
              .formatted(
                  path(name), most, value.isNumber() ? shown(value.asText()) : kindOf(value)));
    }
    return value.longValue();
  }

  Hash32 hash(String name) {
    return parsed(name, "0x and 64 hex digits", Hash32::parse);
  }

  Address address(String name) {
    return parsed(name, "0x and 40 hex digits", Address::parse);
  }

  /** 65 bytes; whether they are a signature is not looked at. */
  Bytes signature(String name) {
    return parsed(
        name,
        "0x and 130 hex digits",
        text -> {
          if (text.length() != 2 + 2 * CanarySignatures.LENGTH) {
            throw new IllegalArgumentException("length");
          }
          return Bytes.parse(text);
        });
  }

  StrictFields object(String name) {
    return new StrictFields(path(name), value(name));
  }

  private <T> T parsed(String name, String expected, Function<String, T> parse) {
    JsonNode value = value(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(path(name), expected, kindOf(value)));
    }
    try {
      return parse.apply(value.textValue());
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "%s: expected %s, found %s".formatted(path(name), expected, shown(value.textValue())),
          malformed);
    }
  }

  private JsonNode value(String name) {
    return object.path(name);
  }

  private String path(String name) {
    return place + "." + name;
  }

  private static String kindOf(JsonNode value) {
    return value.isMissingNode() ? "nothing" : value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String shown(String text) {
    return '"' + (text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…") + '"';
  }
}
