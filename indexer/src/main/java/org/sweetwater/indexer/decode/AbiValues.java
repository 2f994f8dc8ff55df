package org.sweetwater.indexer.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/**
 * Decodes values of any ABI type into JSON: numbers and bytes as text, structs as objects.
 *
 * <p>Hostile data can point many times at the same place, so the number of values is limited.
 */
final class AbiValues {
  private static final int VALUES_MAX = 10_000;

  private final AbiWords data;
  private int values;

  AbiValues(AbiWords data) {
    this.data = data;
  }

  /** The members of a tuple whose heads begin at {@code start}. */
  ObjectNode fields(AbiType.Tuple tuple, int start) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    int head = start;
    for (int i = 0; i < tuple.fields().size(); i++) {
      AbiType.Field field = tuple.fields().get(i);
      // Nameless and doubled names are legal in Solidity.
      String name = field.name().isEmpty() || node.has(field.name()) ? "" + i : field.name();
      node.set(name, member(field.type(), start, head));
      head += field.type().headSize();
    }
    return node;
  }

  /** A value whose head stands at {@code head}; offsets count from {@code start}. */
  private JsonNode member(AbiType type, int start, int head) {
    return value(type, type.isDynamic() ? start + data.count(head, data.size()) : head);
  }

  private JsonNode value(AbiType type, int offset) {
    if (++values > VALUES_MAX) {
      throw new IllegalArgumentException("found more than " + VALUES_MAX + " values");
    }
    return switch (type) {
      case AbiType.Uint(int bits) -> text(data.unsigned(offset, bits));
      case AbiType.Int(int bits) -> text(data.signed(offset, bits));
      case AbiType.Account() -> text(data.address(offset));
      case AbiType.Bool() -> BooleanNode.valueOf(data.bool(offset));
      case AbiType.FixedBytes(int length) -> text(data.fixedBytes(offset, length).hex());
      case AbiType.DynamicBytes() -> text(data.bytes(offset).hex());
      case AbiType.Text() -> text(new String(data.bytes(offset).bytes(), StandardCharsets.UTF_8));
      case AbiType.Array array -> elements(array, offset);
      case AbiType.Tuple tuple -> fields(tuple, offset);
    };
  }

  private ArrayNode elements(AbiType.Array array, int offset) {
    boolean isSized = array.length().isPresent();
    int length = isSized ? array.length().getAsInt() : data.count(offset, data.size());
    int start = isSized ? offset : offset + AbiWords.WORD;
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < length; i++) {
      node.add(member(array.element(), start, start + i * array.element().headSize()));
    }
    return node;
  }

  private static TextNode text(Object value) {
    return TextNode.valueOf(value.toString());
  }
}
