package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQLError;
import graphql.parser.Parser;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryLimitsTest {
  private static final String FIVE_BELOW_A_ROOT = "{ r { a { b { c { d { e } } } } } }";

  @ParameterizedTest
  @ValueSource(
      strings = {
        FIVE_BELOW_A_ROOT,
        "{ __schema { a { b { c { d { e { f { g } } } } } } } }",
        "{ a b c d ... on Query { e } }"
      })
  void takes(String query) {
    assertThat(broken(query)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query deep { r { a { b { c { d { e { f } } } } } } }",
        "query deep { r { a { ... on A { b { ...rest } } } } } fragment rest on B { c { d { e { f } } } }"
      })
  void refusesSixLevelsBelowARoot(String query) {
    assertThat(broken(query).map(GraphQLError::getMessage))
        .contains("'deep' exceeds maximum operation depth of 5");
  }

  @Test
  void refusesSixRootsEvenInAnUnusedOperation() {
    assertThat(broken("query a { a } query b { a b c ... { d e f } }")).isPresent();
  }

  private static Optional<GraphQLError> broken(String query) {
    return QueryLimits.broken(Parser.parse(query));
  }
}
