package org.sweetwater.indexer.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the functions of a contract from the ABI that the compiler wrote. */
final class AbiJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ARRAY = Pattern.compile("(.+)\\[(\\d*)]");

  private AbiJson() {}

  /** The functions in the resource {@code <Class>.json} beside a generated contract class. */
  static List<AbiFunction> functionsOf(Class<?> contract) {
    String resource = contract.getSimpleName() + ".json";
    try (InputStream in = contract.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no ABI " + resource + " beside " + contract);
      }
      List<AbiFunction> functions = new ArrayList<>();
      for (JsonNode entry : JSON.readTree(in)) {
        if (entry.path("type").asText().equals("function")) {
          functions.add(new AbiFunction(entry.path("name").asText(), tuple(entry.path("inputs"))));
        }
      }
      return functions;
    } catch (IOException e) {
      throw new UncheckedIOException("ABI " + resource, e);
    }
  }

  private static AbiType.Tuple tuple(JsonNode fields) {
    List<AbiType.Field> types = new ArrayList<>();
    for (JsonNode field : fields) {
      types.add(
          new AbiType.Field(field.path("name").asText(), type(field.path("type").asText(), field)));
    }
    return new AbiType.Tuple(types);
  }

  private static AbiType type(String name, JsonNode field) {
    Matcher array = ARRAY.matcher(name);
    if (array.matches()) {
      String length = array.group(2);
      return new AbiType.Array(
          type(array.group(1), field),
          length.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(length)));
    }
    return switch (name) {
      case "tuple" -> tuple(field.path("components"));
      case "address" -> new AbiType.Account();
      case "bool" -> new AbiType.Bool();
      case "string" -> new AbiType.Text();
      case "bytes" -> new AbiType.DynamicBytes();
      default -> sized(name);
    };
  }

  private static AbiType sized(String name) {
    if (name.startsWith("uint")) {
      return new AbiType.Uint(Integer.parseInt(name.substring(4)));
    }
    if (name.startsWith("int")) {
      return new AbiType.Int(Integer.parseInt(name.substring(3)));
    }
    if (name.startsWith("bytes")) {
      return new AbiType.FixedBytes(Integer.parseInt(name.substring(5)));
    }
    throw new IllegalStateException("ABI type " + name + " is none that we know");
  }
}
