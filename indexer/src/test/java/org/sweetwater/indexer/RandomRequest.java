package org.sweetwater.indexer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.sweetwater.indexer.graphql.SchemaText;

/**
 * Makes requests out of the whole schema: any root, any argument as a literal or a variable, with
 * values of the right form, of another, and hostile ones. Some bodies are damaged.
 */
final class RandomRequest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeDefinitionRegistry SCHEMA = new SchemaParser().parse(SchemaText.print());
  private static final int DEPTH_MAX = 4;

  /** As JSON, which GraphQL's literals of these kinds are too. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "0",
          "1",
          "-1",
          "7",
          "2147483648",
          "99999999999999999999999999999999",
          "1e400",
          "1.5",
          "true",
          "\"\"",
          "\"0x\"",
          "\"0x00\"",
          "\"0X0000000000000000000000000000000000000003\"",
          "\"0x0000000000000000000000000000000000000000000000000000000000000003\"",
          "\"0x0\"",
          "\"1\"",
          "\"1-1\"",
          "\"-1\"",
          "\"18446744073709551616\"",
          "\"9999999999999999999-1\"",
          "\"a-b-c\"",
          "\"WyJpZCJd\"",
          "\"%_\\\\'; DROP TABLE chain.vote; --\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\u202e\"",
          "[]",
          "[null]",
          "[[]]",
          "{}",
          "\"" + "9".repeat(300) + "\"",
          "\"0x" + "ab".repeat(3_000) + "\"");

  private static final List<String> BODIES =
      List.of(
          "",
          "null",
          "[]",
          "[{\"query\":\"{ _meta { deployment } }\"}]",
          "{\"query\":null}",
          "{\"query\":{}}",
          "{\"query\":\"\"}",
          "{\"query\":\"{ nodes { id } }\",\"variables\":7}",
          "{\"query\":\"{ nodes { id } }\",\"operationName\":[]}",
          "{\"query\":\"{ nodes { id } }\",\"operationName\":\"other\"}",
          "{\"query\":\"query A { nodes { id } } query B { nodes { id } }\"}",
          "{\"query\":\"{ nodes { id } }\",\"extensions\":{\"persistedQuery\":{\"sha256Hash\":7}}}",
          "{\"extensions\":{\"persistedQuery\":{}}}",
          "{\"extensions\":{\"persistedQuery\":{\"sha256Hash\":{\"a\":[1]}}}}",
          "{\"query\":\"{ nodes { id } }\",\"query\":\"{ tracks { id } }\"}",
          "{\"variables\":" + "{\"a\":".repeat(900) + "1" + "}".repeat(901),
          "{\"query\":\"fragment A on Node { ...A } { nodes { ...A } }\"}",
          "{\"query\":\"query($a: [[[Int!]!]!]) { nodes { id } }\",\"variables\":{\"a\":[[[null]]]}}");

  private final Random random;
  private final List<String> declarations = new ArrayList<>();
  private final ObjectNode variables = JSON.createObjectNode();

  private RandomRequest(Random random) {
    this.random = random;
  }

  /** A body of a request, which may be no JSON at all. */
  static byte[] body(Random random) throws Exception {
    if (random.nextInt(10) == 0) {
      return BODIES.get(random.nextInt(BODIES.size())).getBytes(UTF_8);
    }
    RandomRequest request = new RandomRequest(random);
    String fields = request.fields("Query", 0);
    String query =
        request.declarations.isEmpty()
            ? fields
            : "query(" + String.join(", ", request.declarations) + ") " + fields;
    ObjectNode body = JSON.createObjectNode().put("query", query);
    body.set("variables", request.variables);
    byte[] bytes = JSON.writeValueAsBytes(body);
    return random.nextInt(10) == 0 ? damaged(bytes, random) : bytes;
  }

  private static byte[] damaged(byte[] body, Random random) {
    int place = random.nextInt(body.length);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(body, place);
      case 1 -> {
        body[place] = (byte) random.nextInt(256);
        yield body;
      }
      default -> {
        byte[] longer = Arrays.copyOf(body, body.length + place);
        System.arraycopy(body, 0, longer, body.length, place);
        yield longer;
      }
    };
  }

  private String fields(String type, int depth) {
    List<FieldDefinition> known =
        SCHEMA.getType(type, ObjectTypeDefinition.class).orElseThrow().getFieldDefinitions();
    StringBuilder text = new StringBuilder("{ __typename ");
    for (int i = 0; i <= random.nextInt(3); i++) {
      FieldDefinition field = pick(known);
      boolean isObject =
          SCHEMA.getType(leaf(field.getType()), ObjectTypeDefinition.class).isPresent();
      if (!isObject || depth < DEPTH_MAX) {
        text.append("f%d_%d: %s%s ".formatted(depth, i, field.getName(), arguments(field)));
        text.append(isObject ? fields(leaf(field.getType()), depth + 1) : "");
      }
    }
    return text.append("} ").toString();
  }

  private String arguments(FieldDefinition field) {
    List<String> given = new ArrayList<>();
    for (InputValueDefinition argument : field.getInputValueDefinitions()) {
      boolean isRequired = argument.getType() instanceof NonNullType;
      if (isRequired || random.nextInt(4) == 0) {
        given.add(argument.getName() + ": " + given(argument.getType()));
      }
    }
    return given.isEmpty() ? "" : "(" + String.join(", ", given) + ")";
  }

  /** A literal, or a variable that is declared with the right type and given any value. */
  private String given(Type<?> type) {
    if (random.nextInt(3) > 0) {
      return literal(type, 0);
    }
    String name = "v" + declarations.size();
    declarations.add("$" + name + ": " + text(type));
    try {
      variables.set(name, JSON.readTree(pick(VALUES)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return "$" + name;
  }

  private String literal(Type<?> type, int depth) {
    if (random.nextInt(8) == 0) {
      return pick(VALUES);
    }
    return switch (type) {
      case NonNullType present -> literal(present.getType(), depth);
      case ListType list ->
          "[%s, %s]".formatted(literal(list.getType(), depth), literal(list.getType(), depth));
      case TypeName named -> ofName(named.getName(), depth);
      default -> throw new IllegalStateException("unknown type " + type);
    };
  }

  private String ofName(String type, int depth) {
    if (SCHEMA.getType(type, EnumTypeDefinition.class).isPresent()) {
      List<EnumValueDefinition> values =
          SCHEMA.getType(type, EnumTypeDefinition.class).get().getEnumValueDefinitions();
      return pick(values).getName();
    }
    if (SCHEMA.getType(type, InputObjectTypeDefinition.class).isPresent()) {
      return depth > 2 ? "{}" : object(type, depth);
    }
    return switch (type) {
      case "Int" -> Integer.toString(random.nextInt(120) - 5);
      case "BigInt", "Timestamp" -> Integer.toString(random.nextInt(3_000));
      case "Boolean" -> Boolean.toString(random.nextBoolean());
      case "Bytes" -> "\"0x%064x\"".formatted(random.nextInt(40));
      default -> "\"" + Integer.toHexString(random.nextInt(40)) + "\"";
    };
  }

  private String object(String type, int depth) {
    List<InputValueDefinition> known =
        SCHEMA
            .getType(type, InputObjectTypeDefinition.class)
            .orElseThrow()
            .getInputValueDefinitions();
    List<String> given = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      InputValueDefinition field = pick(known);
      given.add(field.getName() + ": " + literal(field.getType(), depth + 1));
    }
    return "{" + String.join(", ", given) + "}";
  }

  private static String leaf(Type<?> type) {
    return switch (type) {
      case NonNullType present -> leaf(present.getType());
      case ListType list -> leaf(list.getType());
      case TypeName name -> name.getName();
      default -> throw new IllegalStateException("unknown type " + type);
    };
  }

  private static String text(Type<?> type) {
    return switch (type) {
      case NonNullType present -> text(present.getType()) + "!";
      case ListType list -> "[" + text(list.getType()) + "]";
      case TypeName name -> name.getName();
      default -> throw new IllegalStateException("unknown type " + type);
    };
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
