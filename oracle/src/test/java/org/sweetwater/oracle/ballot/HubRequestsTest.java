package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.oracle.ballot.HubSource.Query;
import org.sweetwater.oracle.hub.HubServer;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

/** Our queries against the schema of our own hub, which is a part of Snapshot's. */
class HubRequestsTest {
  private static final HubRequests REQUESTS =
      new HubRequests(new HubSpace(TestSigner.SPACE, 31_337));

  static Stream<Scope> scopes() {
    return Stream.of(new Scope.Proposals(), new Scope.Votes(Hash32.ZERO));
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void asksOnlyWhatTheHubKnows(Scope scope) throws IOException {
    List<Hash32> ids = Collections.nCopies(HubRequests.idsMax(scope), Hash32.ZERO);
    for (Query query : List.of(REQUESTS.list(scope, 0, 0), HubRequests.read(scope, ids))) {
      ParseAndValidateResult result =
          ParseAndValidate.parseAndValidate(
              schema(), ExecutionInput.newExecutionInput(query.text()).build());

      assertThat(result.getErrors()).isEmpty();
      assertThat(
              result.getDocument().getDefinitionsOfType(OperationDefinition.class).stream()
                  .map(OperationDefinition::getName))
          .containsExactly(query.operation());
    }
  }

  @ParameterizedTest
  @MethodSource("scopes")
  void givesEveryVariableThatTheTextNames(Scope scope) {
    for (Query query :
        List.of(REQUESTS.list(scope, 7, 9), HubRequests.read(scope, List.of(Hash32.ZERO)))) {
      query
          .variables()
          .fieldNames()
          .forEachRemaining(name -> assertThat(query.text()).contains("$" + name + ":"));
      assertThat(query.variables()).hasSize((int) declared(query.text()));
    }
  }

  private static long declared(String text) {
    String head = text.substring(0, text.indexOf('{'));
    return head.chars().filter(c -> c == '$').count();
  }

  private static GraphQLSchema schema() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HubServer.class.getResourceAsStream("hub.graphqls"))) {
      return UnExecutableSchemaGenerator.makeUnExecutableSchema(
          new SchemaParser().parse(new String(in.readAllBytes(), UTF_8)));
    }
  }
}
