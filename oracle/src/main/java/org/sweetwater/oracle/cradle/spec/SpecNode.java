package org.sweetwater.oracle.cradle.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.cradle.twin.Quantity;

/**
 * A place in a document that the schema has accepted, and how its values are read. A key that is
 * not there gives the usual value.
 */
record SpecNode(JsonNode json, String pointer) {
  static SpecNode root(JsonNode json) {
    return new SpecNode(json, "");
  }

  /** What stands under a key, or an empty place. */
  SpecNode at(String key) {
    return new SpecNode(json.path(key), place(key));
  }

  private String place(String key) {
    return pointer + "/" + key;
  }

  boolean has(String key) {
    return json.has(key);
  }

  Optional<SpecNode> find(String key) {
    return has(key) ? Optional.of(at(key)) : Optional.empty();
  }

  List<SpecNode> elements() {
    List<SpecNode> elements = new ArrayList<>();
    json.forEach(element -> elements.add(new SpecNode(element, place("" + elements.size()))));
    return elements;
  }

  String text(String key, String usual) {
    return json.path(key).asText(usual);
  }

  boolean flag(String key, boolean usual) {
    return json.path(key).asBoolean(usual);
  }

  int number(String key, int usual) {
    return has(key)
        ? whole(key, json.get(key).decimalValue(), "1", Integer.MAX_VALUE).intValueExact()
        : usual;
  }

  int thousandths(String key, int usual) {
    return has(key)
        ? whole(key, json.get(key).decimalValue().movePointRight(3), "0.001", Integer.MAX_VALUE)
            .intValueExact()
        : usual;
  }

  /** One of the choices, by the name that the schema lists. */
  <E extends Enum<E>> E choice(String key, Class<E> type, E usual) {
    return has(key) ? CanonicalJson.convert(TextNode.valueOf(text(key, "")), type) : usual;
  }

  /** A share such as {@code 0.5%}, in ppm. */
  int share(String key, int usual) {
    if (!has(key)) {
      return usual;
    }
    String text = text(key, "");
    BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
    if (percent.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new SpecException(place(key), "expected at most 100%%, found %s".formatted(text));
    }
    return percent.movePointRight(4).intValueExact();
  }

  /** A time such as {@code 250ms}, in ns. */
  long time(String key, long usual) {
    return has(key)
        ? quantity(
            key,
            "1ns",
            Long.MAX_VALUE,
            unit ->
                switch (unit) {
                  case "ns" -> 1;
                  case "us" -> 1_000;
                  case "ms" -> 1_000_000;
                  case "s" -> 1_000_000_000L;
                  case "m" -> 60_000_000_000L;
                  default -> 3_600_000_000_000L;
                })
        : usual;
  }

  /** A time such as {@code 250ms}, in a coarser unit of so many ns. */
  long timeIn(long unitNanos, String key) {
    long nanos = time(key, 0);
    if (nanos % unitNanos != 0) {
      throw tooFine(key, Quantity.time(unitNanos));
    }
    return nanos / unitNanos;
  }

  /** A bandwidth such as {@code 20Mbit/s}, in bit/s. */
  long bandwidth(String key, long usual) {
    return has(key)
        ? quantity(
            key,
            "1bit/s",
            Long.MAX_VALUE,
            unit ->
                switch (unit.charAt(0)) {
                  case 'k' -> 1_000;
                  case 'M' -> 1_000_000;
                  default -> 1_000_000_000;
                })
        : usual;
  }

  /** A size such as {@code 64kB}, in bytes. */
  int size(String key, int usual) {
    return has(key)
        ? (int)
            quantity(
                key,
                "1B",
                Integer.MAX_VALUE,
                unit ->
                    switch (unit) {
                      case "B" -> 1;
                      case "kB" -> 1_000;
                      default -> 1_000_000;
                    })
        : usual;
  }

  private interface Units {
    long factorOf(String unit);
  }

  private long quantity(String key, String finest, long most, Units units) {
    String text = text(key, "");
    int end = 0;
    while (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.') {
      end++;
    }
    BigDecimal number = new BigDecimal(text.substring(0, end));
    long factor = units.factorOf(text.substring(end));
    return whole(key, number.multiply(BigDecimal.valueOf(factor)), finest, most).longValueExact();
  }

  private BigDecimal whole(String key, BigDecimal number, String finest, long most) {
    BigDecimal stripped = number.stripTrailingZeros();
    if (stripped.scale() > 0) {
      throw tooFine(key, finest);
    }
    if (stripped.abs().compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new SpecException(place(key), "%s is too large".formatted(text(key, "")));
    }
    return stripped;
  }

  private SpecException tooFine(String key, String finest) {
    return new SpecException(place(key), "%s is finer than %s".formatted(text(key, ""), finest));
  }
}
