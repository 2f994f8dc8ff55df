package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One EIP-712 struct type: its name and its fields in signed order. Two messages with the same
 * values and different type sets have different ids.
 */
final class TypeSet {
  private final String primaryType;
  private final List<Field> fields;
  private final Set<Field> fieldSet;
  private final Set<String> names;
  private final String encodeType;
  private final byte[] typeHash;
  private final String json;

  private TypeSet(String primaryType, List<Field> fields) {
    this.primaryType = primaryType;
    this.fields = List.copyOf(fields);
    this.fieldSet = Set.copyOf(fields);
    this.names = fields.stream().map(Field::name).collect(toUnmodifiableSet());
    this.encodeType =
        primaryType
            + fields.stream()
                .map(field -> field.type() + " " + field.name())
                .collect(joining(",", "(", ")"));
    this.typeHash = Keccak.hash(encodeType.getBytes(UTF_8));
    this.json =
        fields.stream()
            .map(field -> "{\"name\":\"%s\",\"type\":\"%s\"}".formatted(field.name(), field.type()))
            .collect(joining(",", "{\"" + primaryType + "\":[", "]}"));
  }

  /** A field of a struct: {@code type} is a Solidity type, {@code name} the message's key. */
  record Field(String type, String name) {}

  /** Reads EIP-712's encodeType notation, for example {@code Profile(address from,…)}. */
  static TypeSet of(String encodeType) {
    int open = encodeType.indexOf('(');
    String list = encodeType.substring(open + 1, encodeType.length() - 1);
    List<Field> fields =
        Arrays.stream(list.split(",", -1))
            .map(text -> text.split(" ", 2))
            .map(pair -> new Field(pair[0], pair[1]))
            .toList();
    return new TypeSet(encodeType.substring(0, open), fields);
  }

  String primaryType() {
    return primaryType;
  }

  List<Field> fields() {
    return fields;
  }

  /** The text whose keccak256 is the type hash. */
  String encodeType() {
    return encodeType;
  }

  byte[] typeHash() {
    return typeHash.clone();
  }

  /**
   * The types object as {@code JSON.stringify} writes it; the sequencer's whitelist is a table of
   * sha256 over exactly this text.
   */
  String json() {
    return json;
  }

  /** Whether the struct has this field with this type. */
  boolean has(String type, String name) {
    return fieldSet.contains(new Field(type, name));
  }

  /** Whether the struct has a field of this name, whatever its type. */
  boolean has(String name) {
    return names.contains(name);
  }

  @Override
  public String toString() {
    return encodeType;
  }
}
