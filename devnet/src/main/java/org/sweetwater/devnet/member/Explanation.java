package org.sweetwater.devnet.member;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a member is about to sign, in plain words, the same on the terminal and on the page.
 *
 * @param warnings what may go wrong, one line each
 */
public record Explanation(String heading, List<Fact> facts, List<String> warnings) {
  private static final int CHARACTERS_MAX = 2_000;

  /** Copies the lists. */
  public Explanation {
    facts = List.copyOf(facts);
    warnings = List.copyOf(warnings);
  }

  /** One line of it; {@code value} may be text by strangers. */
  public record Fact(String label, String value) {}

  /** The same with one fact more. */
  public Explanation with(String label, String value) {
    List<Fact> more = new ArrayList<>(facts);
    more.add(new Fact(label, value));
    return new Explanation(heading, more, warnings);
  }

  /** The same with one warning more, if there is one. */
  Explanation warning(Optional<String> warning) {
    List<String> more = new ArrayList<>(warnings);
    warning.ifPresent(more::add);
    return new Explanation(heading, facts, more);
  }

  /** For the terminal; ends with a line break. */
  public String toText() {
    StringBuilder text = new StringBuilder(heading).append(System.lineSeparator());
    for (Fact fact : facts) {
      text.append(
          "  %-10s %s%n".formatted(fact.label(), PlainText.line(fact.value(), CHARACTERS_MAX)));
    }
    for (String warning : warnings) {
      text.append("  WARNING    %s%n".formatted(PlainText.line(warning, CHARACTERS_MAX)));
    }
    return text.toString();
  }

  /** For the page, which shows every value as text. */
  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("heading", heading);
    ArrayNode list = json.putArray("facts");
    for (Fact fact : facts) {
      list.addObject()
          .put("label", fact.label())
          .put("value", PlainText.line(fact.value(), CHARACTERS_MAX));
    }
    warnings.forEach(json.putArray("warnings")::add);
    return json;
  }
}
