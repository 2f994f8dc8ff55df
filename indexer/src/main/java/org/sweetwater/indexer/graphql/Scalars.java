package org.sweetwater.indexer.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The API's own scalars. Inputs are kept as text; {@link ColumnKind} makes SQL parameters of them.
 */
final class Scalars {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,80}");
  private static final Pattern SECONDS = Pattern.compile("-?\\d{1,12}");
  private static final Pattern BYTES = Pattern.compile("0[xX](?:[0-9a-fA-F]{2}){0,4096}");

  private Scalars() {}

  static List<GraphQLScalarType> all() {
    return List.of(
        scalar("BigInt", NUMBER, "decimal digits", value -> value.toString()),
        scalar("Bytes", BYTES, "0x and pairs of hex digits", value -> value),
        scalar("Timestamp", SECONDS, "seconds since 1970", value -> value));
  }

  private static GraphQLScalarType scalar(
      String name, Pattern form, String expected, Function<Object, Object> out) {
    return GraphQLScalarType.newScalar()
        .name(name)
        .coercing(new TextCoercing(name, form, expected, out))
        .build();
  }

  private record TextCoercing(
      String name, Pattern form, String expected, Function<Object, Object> out)
      implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return out.apply(value);
    }

    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
      String text = input.toString();
      boolean isTextual =
          input instanceof String
              || input instanceof Integer
              || input instanceof Long
              || input instanceof BigInteger;
      if (!isTextual || !form.matcher(text).matches()) {
        throw new CoercingParseValueException(problem(text));
      }
      return text;
    }

    @Override
    public Object parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      String text =
          switch (input) {
            case StringValue string -> string.getValue();
            case IntValue number -> number.getValue().toString();
            default -> throw new CoercingParseLiteralException(problem("another kind of value"));
          };
      if (!form.matcher(text).matches()) {
        throw new CoercingParseLiteralException(problem(text));
      }
      return text;
    }

    private String problem(String found) {
      String shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
      return "%s: expected %s, found '%s'".formatted(name, expected, shown);
    }
  }
}
