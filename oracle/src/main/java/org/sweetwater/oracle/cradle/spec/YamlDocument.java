package org.sweetwater.oracle.cradle.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file as JSON that still knows where in the file each value stands. */
final class YamlDocument {
  private static final int CHARACTERS_MAX = 65_536;
  private static final int DEPTH_MAX = 12;
  private static final int NODES_MAX = 5_000;
  private static final int DIGITS_MAX = 20;

  private final Map<String, Mark> places = new HashMap<>();
  private final JsonNode json;
  private int nodes;

  private YamlDocument(Node root) throws InvalidSpecException {
    this.json = toJson(root, "", 0);
  }

  /**
   * Reads one document.
   *
   * @throws InvalidSpecException when it is no YAML, or uses more of YAML than JSON has
   */
  static YamlDocument parse(String text) throws InvalidSpecException {
    if (text.length() > CHARACTERS_MAX) {
      throw problem(
          1,
          1,
          "",
          "expected at most %,d characters, found %,d".formatted(CHARACTERS_MAX, text.length()));
    }
    OptionalInt forbidden = PlainText.findForbidden(text);
    if (forbidden.isPresent()) {
      throw forbidden(text, forbidden.getAsInt());
    }
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root == null) {
        throw problem(1, 1, "", "the file is empty");
      }
      return new YamlDocument(root);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw problem(mark.getLine() + 1, mark.getColumn() + 1, "", "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      // One of SnakeYAML's own limits, on depth and on aliases.
      throw problem(1, 1, "", "cannot be read: " + e.getMessage());
    } catch (NumberFormatException e) {
      // SnakeYAML's scanner lets these through from versions and escapes that are too large.
      throw problem(1, 1, "", "not YAML: a number is too large in a %YAML line or after \\U");
    }
  }

  private static InvalidSpecException forbidden(String text, int at) {
    String before = text.substring(0, at);
    int line = 1 + (int) before.chars().filter(character -> character == '\n').count();
    int lineStart = before.lastIndexOf('\n') + 1;
    int column = 1 + before.codePointCount(lineStart, at);
    return problem(line, column, "", PlainText.problem(text, at));
  }

  private static InvalidSpecException problem(int line, int column, String at, String text) {
    return new InvalidSpecException(List.of(new SpecProblem(line, column, at, text)));
  }

  private static InvalidSpecException problem(Node at, String pointer, String text) {
    Mark mark = at.getStartMark();
    return problem(mark.getLine() + 1, mark.getColumn() + 1, pointer, text);
  }

  JsonNode json() {
    return json;
  }

  /** A problem with the value at a pointer, or with the nearest that is there around it. */
  SpecProblem at(String pointer, String problem) {
    String there = pointer;
    while (!places.containsKey(there)) {
      there = there.substring(0, there.lastIndexOf('/'));
    }
    Mark mark = places.get(there);
    return new SpecProblem(mark.getLine() + 1, mark.getColumn() + 1, pointer, problem);
  }

  /** The pointer to a key of what another points to. */
  static String below(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  private JsonNode toJson(Node node, String pointer, int depth) throws InvalidSpecException {
    if (depth > DEPTH_MAX) {
      throw problem(node, pointer, "expected at most %d levels".formatted(DEPTH_MAX));
    }
    // An alias may stand for much, and again for as much.
    if (++nodes > NODES_MAX) {
      throw problem(node, pointer, "expected at most %d values".formatted(NODES_MAX));
    }
    places.putIfAbsent(pointer, node.getStartMark());
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, pointer);
      case SequenceNode sequence -> {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Node element : sequence.getValue()) {
          list.add(toJson(element, pointer + "/" + list.size(), depth + 1));
        }
        yield list;
      }
      case MappingNode mapping -> object(mapping, pointer, depth);
      default -> throw problem(node, pointer, "expected a value, a list or a mapping");
    };
  }

  private ObjectNode object(MappingNode mapping, String pointer, int depth)
      throws InvalidSpecException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw problem(entry.getKeyNode(), pointer, "expected a key, found a list or a mapping");
      }
      String name = key.getValue();
      String at = below(pointer, name);
      if (object.has(name)) {
        throw problem(key, at, "stands here twice");
      }
      JsonNode value = toJson(entry.getValueNode(), at, depth + 1);
      // Where a key stands tells more than where its value does.
      places.put(at, key.getStartMark());
      object.set(name, value);
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar, String pointer) throws InvalidSpecException {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (tag.equals(Tag.NULL)) {
      throw problem(scalar, pointer, "there is no value");
    }
    if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
      return json.booleanNode(text.equals("true"));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      if (text.length() > DIGITS_MAX || !text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")) {
        throw problem(
            scalar,
            pointer,
            "expected a finite number in plain decimal digits, found '%s'".formatted(text));
      }
      return text.contains(".")
          ? json.numberNode(new BigDecimal(text))
          : json.numberNode(new BigInteger(text));
    }
    // Escapes can stand for what the file itself may not have.
    OptionalInt forbidden = PlainText.findForbidden(text);
    if (forbidden.isPresent()) {
      throw problem(scalar, pointer, PlainText.problem(text, forbidden.getAsInt()));
    }
    return json.textNode(text);
  }
}
