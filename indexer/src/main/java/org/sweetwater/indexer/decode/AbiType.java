package org.sweetwater.indexer.decode;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A type of Solidity's ABI.
 *
 * @see <a href="https://docs.soliditylang.org/en/latest/abi-spec.html#types">ABI: types</a>
 */
sealed interface AbiType {
  /** As in a function's signature. */
  String canonical();

  /** Whether its encoding is an offset to somewhere else. */
  default boolean isDynamic() {
    return false;
  }

  /** Bytes in the place where it, or the offset to it, stands. */
  default int headSize() {
    return AbiWords.WORD;
  }

  record Uint(int bits) implements AbiType {
    @Override
    public String canonical() {
      return "uint" + bits;
    }
  }

  record Int(int bits) implements AbiType {
    @Override
    public String canonical() {
      return "int" + bits;
    }
  }

  record Account() implements AbiType {
    @Override
    public String canonical() {
      return "address";
    }
  }

  record Bool() implements AbiType {
    @Override
    public String canonical() {
      return "bool";
    }
  }

  record FixedBytes(int length) implements AbiType {
    @Override
    public String canonical() {
      return "bytes" + length;
    }
  }

  record DynamicBytes() implements AbiType {
    @Override
    public String canonical() {
      return "bytes";
    }

    @Override
    public boolean isDynamic() {
      return true;
    }
  }

  record Text() implements AbiType {
    @Override
    public String canonical() {
      return "string";
    }

    @Override
    public boolean isDynamic() {
      return true;
    }
  }

  /** A list; without a length its length is encoded with it. */
  record Array(AbiType element, OptionalInt length) implements AbiType {
    @Override
    public String canonical() {
      return element.canonical()
          + "["
          + (length.isPresent() ? Integer.toString(length.getAsInt()) : "")
          + "]";
    }

    @Override
    public boolean isDynamic() {
      return length.isEmpty() || element.isDynamic();
    }

    @Override
    public int headSize() {
      return isDynamic() ? AbiWords.WORD : length.orElseThrow() * element.headSize();
    }
  }

  /** A struct or a list of parameters. */
  record Tuple(List<Field> fields) implements AbiType {
    public Tuple {
      fields = List.copyOf(fields);
    }

    @Override
    public String canonical() {
      return fields.stream()
          .map(field -> field.type().canonical())
          .collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public boolean isDynamic() {
      return fields.stream().anyMatch(field -> field.type().isDynamic());
    }

    @Override
    public int headSize() {
      return isDynamic() ? AbiWords.WORD : fieldsSize();
    }

    /** Bytes of all heads in a row. */
    int fieldsSize() {
      return fields.stream().mapToInt(field -> field.type().headSize()).sum();
    }
  }

  /** A named member of a tuple. */
  record Field(String name, AbiType type) {}
}
