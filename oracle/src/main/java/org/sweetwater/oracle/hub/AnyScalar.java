package org.sweetwater.oracle.hub;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.util.Locale;

/** Snapshot's scalar for any JSON value; no argument of ours takes one. */
final class AnyScalar {
  static final GraphQLScalarType ANY =
      GraphQLScalarType.newScalar()
          .name("Any")
          .description("Any JSON value.")
          .coercing(new OutputOnly())
          .build();

  private AnyScalar() {}

  private static final class OutputOnly implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return value;
    }

    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
      throw new CoercingParseValueException("Any is no input type here");
    }

    @Override
    public Object parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      throw new CoercingParseLiteralException("Any is no input type here");
    }
  }
}
