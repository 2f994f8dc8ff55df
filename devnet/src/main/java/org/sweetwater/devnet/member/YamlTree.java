package org.sweetwater.devnet.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML as JSON in which every value is text as written, since YAML would read {@code 0x…} as a
 * number; and the way back from a JSON pointer to a place in the file.
 */
final class YamlTree {
  /** Deeper than any function's arguments; a mapping that contains itself would never end. */
  private static final int DEPTH_MAX = 10;

  private YamlTree() {}

  static JsonNode toJson(String file, Node node) {
    return toJson(file, node, DEPTH_MAX);
  }

  private static JsonNode toJson(String file, Node node, int depth) {
    if (depth == 0) {
      throw YamlMap.error(file, node, "expected at most %d levels".formatted(DEPTH_MAX));
    }
    return switch (node) {
      case ScalarNode scalar -> JsonNodeFactory.instance.textNode(scalar.getValue());
      case SequenceNode sequence -> {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        sequence.getValue().forEach(element -> list.add(toJson(file, element, depth - 1)));
        yield list;
      }
      case MappingNode mapping -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
          String key = keyOf(file, entry);
          if (object.has(key)) {
            throw YamlMap.error(
                file, entry.getKeyNode(), "key '%s' stands here twice".formatted(key));
          }
          object.set(key, toJson(file, entry.getValueNode(), depth - 1));
        }
        yield object;
      }
      default -> throw YamlMap.error(file, node, "expected a text, a list or a mapping");
    };
  }

  private static String keyOf(String file, NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode key) {
      return key.getValue();
    }
    throw YamlMap.error(file, entry.getKeyNode(), "expected a key, found a list or a mapping");
  }

  /** The node at a JSON pointer, or the deepest one on the way to it. */
  static Node at(Node root, String pointer) {
    Node node = root;
    for (String part : List.of(pointer.split("/"))) {
      if (!part.isEmpty()) {
        node = child(node, part);
      }
    }
    return node;
  }

  private static Node child(Node node, String part) {
    return switch (node) {
      case SequenceNode sequence -> sequence.getValue().get(Integer.parseInt(part));
      case MappingNode mapping ->
          mapping.getValue().stream()
              .filter(
                  entry ->
                      entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(part))
              .map(NodeTuple::getValueNode)
              .findFirst()
              .orElse(node);
      default -> node;
    };
  }
}
