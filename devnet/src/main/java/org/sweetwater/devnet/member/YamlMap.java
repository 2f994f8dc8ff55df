package org.sweetwater.devnet.member;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A YAML mapping, read strictly: every value is text as written, and every error names file, line
 * and column.
 */
final class YamlMap {
  private final String file;
  private final Node place;
  private final Map<String, Node> values;

  private YamlMap(String file, Node place, Map<String, Node> values) {
    this.file = file;
    this.place = place;
    this.values = values;
  }

  /**
   * Reads a mapping.
   *
   * @param keys all that may be in it
   */
  static YamlMap of(String file, Node node, List<String> keys) {
    if (!(node instanceof MappingNode mapping)) {
      throw error(file, node, "expected keys and values, found one value");
    }
    Map<String, Node> values = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw error(file, entry.getKeyNode(), "expected a key, found a list or a mapping");
      }
      if (!keys.contains(key.getValue())) {
        throw error(
            file,
            key,
            "unknown key '%s'; expected one of %s"
                .formatted(PlainText.line(key.getValue(), 60), String.join(", ", keys)));
      }
      if (values.put(key.getValue(), entry.getValueNode()) != null) {
        throw error(file, key, "key '%s' stands here twice".formatted(key.getValue()));
      }
    }
    return new YamlMap(file, node, values);
  }

  /** The value of a key; empty when the key is not there. */
  Optional<Node> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The value of a key that must be there. */
  Node require(String key) {
    return find(key).orElseThrow(() -> error("there is no '" + key + "'"));
  }

  /** The text of a key that must be there, and not blank. */
  String text(String key) {
    Node node = require(key);
    String text = scalar(node, key);
    if (text.isBlank()) {
      throw error(node, "'%s' is empty".formatted(key));
    }
    return text;
  }

  /** The text of a key, if it is there. */
  Optional<String> findText(String key) {
    return find(key).map(node -> scalar(node, key));
  }

  private String scalar(Node node, String key) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw error(node, "'%s': expected one text, found a list or a mapping".formatted(key));
  }

  /** An error about this mapping as a whole. */
  MemberException error(String problem) {
    return error(file, place, problem);
  }

  /** An error about something in it. */
  MemberException error(Node at, String problem) {
    return error(file, at, problem);
  }

  /** An error at a place in a file, whose lines and columns count from 1. */
  static MemberException error(String file, Node at, String problem) {
    return new MemberException(
        "%s:%d:%d: %s"
            .formatted(
                file, at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1, problem));
  }
}
