package org.sweetwater.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a bench measured, in the order in which it is shown. */
public final class Figures {
  private static final JsonMapper JSON = new JsonMapper();

  private final List<Figure> figures = new ArrayList<>();

  private record Figure(String name, double value, String meaning) {}

  /**
   * Adds a figure.
   *
   * @param name with the unit last, as in {@code heapMb}
   * @param meaning half a line for the table
   */
  public Figures add(String name, double value, String meaning) {
    figures.add(new Figure(name, value, meaning));
    return this;
  }

  /** As {@link #add(String, double, String)}, for what is counted. */
  public Figures add(String name, long value, String meaning) {
    return add(name, (double) value, meaning);
  }

  /** One line: the bench's name, every figure by its name, and the machine. */
  String json(String bench, Machine machine) {
    ObjectNode object = JSON.createObjectNode().put("bench", bench);
    figures.forEach(
        figure -> {
          if (isWhole(figure.value())) {
            object.put(figure.name(), (long) figure.value());
          } else {
            object.put(figure.name(), rounded(figure.value()));
          }
        });
    object.set("machine", JSON.valueToTree(machine));
    return object.toString();
  }

  /** The same for people. */
  String table(String bench, Machine machine) {
    StringBuilder table = new StringBuilder(bench).append(System.lineSeparator());
    for (Figure figure : figures) {
      table.append(
          "  %-28s %12s  %s%n".formatted(figure.name(), shown(figure.value()), figure.meaning()));
    }
    return table.append("on ").append(machine.oneLine()).toString();
  }

  private static String shown(double value) {
    return isWhole(value)
        ? "%,d".formatted((long) value)
        : String.format(Locale.ROOT, "%,.2f", value);
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
