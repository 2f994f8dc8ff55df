package org.sweetwater.oracle.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes a JSON tree as JavaScript's {@code JSON.stringify} would after {@code JSON.parse}: the
 * text that Snapshot pins, hashes and measures.
 *
 * <p>Source: ECMA-262, SerializeJSONProperty, Number::toString and OrdinaryOwnPropertyKeys (keys
 * that are array indices come first, in ascending order).
 */
final class PinnedJson {
  private static final long INDEX_MAX = (1L << 32) - 2;
  private final StringBuilder out = new StringBuilder();

  private PinnedJson() {}

  /** The text of {@code node}; numbers must be finite. */
  static String write(JsonNode node) {
    PinnedJson writer = new PinnedJson();
    writer.value(node);
    return writer.out.toString();
  }

  private void value(JsonNode node) {
    switch (node) {
      case ObjectNode object -> object(object);
      case ArrayNode array -> array(array);
      case JsonNode text when text.isTextual() -> string(text.textValue());
      case JsonNode number when number.isNumber() -> out.append(number(number.doubleValue()));
      default -> out.append(node.asText());
    }
  }

  private void object(ObjectNode object) {
    char separator = '{';
    for (Map.Entry<String, JsonNode> entry : ordered(object)) {
      out.append(separator);
      string(entry.getKey());
      out.append(':');
      value(entry.getValue());
      separator = ',';
    }
    out.append(separator == '{' ? "{}" : "}");
  }

  private void array(ArrayNode array) {
    out.append('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      value(array.get(i));
    }
    out.append(']');
  }

  private static List<Map.Entry<String, JsonNode>> ordered(ObjectNode object) {
    List<Map.Entry<String, JsonNode>> indices = new ArrayList<>();
    List<Map.Entry<String, JsonNode>> others = new ArrayList<>();
    object.properties().forEach(entry -> (isIndex(entry.getKey()) ? indices : others).add(entry));
    indices.sort(Comparator.comparingLong(entry -> Long.parseLong(entry.getKey())));
    indices.addAll(others);
    return indices;
  }

  private static boolean isIndex(String key) {
    if (key.isEmpty() || key.length() > 10 || (key.charAt(0) == '0' && key.length() > 1)) {
      return false;
    }
    return key.chars().allMatch(c -> c >= '0' && c <= '9') && Long.parseLong(key) <= INDEX_MAX;
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text, i);
    }
    out.append('"');
  }

  private void character(String text, int index) {
    char c = text.charAt(index);
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20 || isLoneSurrogate(text, index)) {
          out.append("\\u%04x".formatted((int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  static boolean isLoneSurrogate(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  /** ECMA-262 Number::toString, radix 10. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (point > 21 || point <= -6) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      int exponent = point - 1;
      return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return sign + digits + "0".repeat(point - digits.length());
    }
    return sign + digits.substring(0, point) + "." + digits.substring(point);
  }

  /**
   * Double.toString gives the shortest digits that read back as the same double, as ECMA-262 asks,
   * except that it never gives fewer than two: 4.9E-324 where JavaScript has 5e-324.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return one.doubleValue() == value ? one.stripTrailingZeros() : digits;
  }
}
