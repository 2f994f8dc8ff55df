package org.sweetwater.indexer.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphQLException;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.ResultPath;
import graphql.introspection.Introspection;
import graphql.introspection.IntrospectionDisabledError;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.language.SourceLocation;
import graphql.schema.GraphQLSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.decode.CallDecoder;

/**
 * Executes queries: one read-only transaction each, within the limits. Blocks; call it on a virtual
 * thread.
 */
final class GraphQlEngine {
  private static final Logger LOG = LoggerFactory.getLogger(GraphQlEngine.class);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final GraphQL graphql;
  private final Documents documents;
  private final DataSource source;
  private final GraphQlLimits limits;

  GraphQlEngine(DataSource source, CallDecoder calls, IndexingState state, GraphQlLimits limits) {
    SchemaMaker maker = SchemaMaker.fromResource();
    this.source = source;
    this.limits = limits;
    GraphQLSchema schema = maker.make(new Wiring(maker.catalogue(), calls, state).make());
    this.documents = new Documents(maker.catalogue(), schema);
    this.graphql =
        GraphQL.newGraphQL(schema)
            .preparsedDocumentProvider(documents)
            // Each message of a subscription is one execution over what was committed meanwhile.
            .subscriptionExecutionStrategy(new AsyncExecutionStrategy(new ErrorTranslator()))
            .instrumentation(LimitInstrumentation.of(limits))
            .defaultDataFetcherExceptionHandler(new ErrorTranslator())
            .build();
  }

  /** Executes a request and returns the answer as JSON, in the form of the specification. */
  byte[] answer(String query, Optional<String> operationName, Map<String, Object> variables) {
    Optional<byte[]> direct = tryDirectly(query, operationName, variables);
    if (direct.isPresent()) {
      return direct.get();
    }
    return json(execute(query, operationName, variables));
  }

  private static byte[] json(Map<String, ? extends @Nullable Object> answer) {
    try {
      return JSON.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  /** The answer, when the request is of the kind that {@link DirectQuery} reads. */
  Optional<byte[]> tryDirectly(
      String query, Optional<String> operationName, Map<String, Object> variables) {
    Documents.Known known = documents.load(ExecutionInput.newExecutionInput(query).build());
    return known
        .direct()
        .filter(direct -> direct.isNamed(operationName))
        .flatMap(direct -> statement(direct, variables).map(sql -> read(direct, sql)));
  }

  private static Optional<Sql> statement(DirectQuery direct, Map<String, Object> variables) {
    try {
      return direct.statement(variables);
    } catch (GraphQLException | ApiException e) {
      LOG.debug("not read directly: reason={}", e.getMessage());
      return Optional.empty();
    }
  }

  /** One statement needs no transaction to see one state. */
  private byte[] read(DirectQuery direct, Sql sql) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql.text())) {
      RowReader.bind(statement, sql);
      try (ResultSet rows = statement.executeQuery()) {
        return direct.answer(rows);
      }
    } catch (SQLException e) {
      return json(failed(direct, RowReader.translated(direct.entity(), e)));
    }
  }

  private static Map<String, @Nullable Object> failed(DirectQuery direct, RuntimeException cause) {
    String key = direct.field().getResultKey();
    GraphQLError error =
        ErrorTranslator.error(
            ResultPath.rootPath().segment(key), direct.field().getSourceLocation(), cause);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("errors", List.of(error.toSpecification()));
    answer.put("data", direct.isPage() ? null : Collections.singletonMap(key, null));
    return answer;
  }

  /** Executes a request and returns the answer in the form of the GraphQL specification. */
  Map<String, Object> execute(
      String query, Optional<String> operationName, Map<String, Object> variables) {
    return execute(query, operationName, variables, Map.of());
  }

  /** The block that a query's whole answer is of, or the newest of several. */
  Optional<Long> findFixedBlock(GraphQlRequest request) {
    return Optional.ofNullable(
            documents
                .load(ExecutionInput.newExecutionInput(request.query()).build())
                .entry()
                .getDocument())
        .flatMap(document -> FixedBlock.find(document, request.variables()));
  }

  /** What is new for a subscriber since the reader's last reading. */
  Map<String, Object> changes(GraphQlRequest request, ChangeReader reader) {
    return execute(
        request.query(),
        request.operationName(),
        request.variables(),
        Map.of(ChangeReader.class, reader));
  }

  /** Whether a request is a valid subscription. */
  boolean isSubscription(GraphQlRequest request) {
    Document document =
        documents
            .load(ExecutionInput.newExecutionInput(request.query()).build())
            .entry()
            .getDocument();
    return document != null
        && document.getDefinitionsOfType(OperationDefinition.class).stream()
            .filter(
                operation ->
                    request.operationName().isEmpty()
                        || request.operationName().get().equals(operation.getName()))
            .anyMatch(
                operation ->
                    operation.getOperation() == OperationDefinition.Operation.SUBSCRIPTION);
  }

  private Map<String, Object> execute(
      String query,
      Optional<String> operationName,
      Map<String, Object> variables,
      Map<?, Object> context) {
    try (ReadSession session = ReadSession.open(source, limits.timeMax())) {
      ExecutionInput input =
          ExecutionInput.newExecutionInput(query)
              .operationName(operationName.orElse(null))
              .variables(variables)
              .dataLoaderRegistry(Loaders.of(session))
              .graphQLContext(Map.of(ReadSession.class, session))
              .graphQLContext(Map.of(Introspection.INTROSPECTION_DISABLED, !limits.introspection()))
              .graphQLContext(context)
              .build();
      return withCodes(graphql.execute(input)).toSpecification();
    } catch (SQLException e) {
      LOG.error("graphql_database_failed: state={}", e.getSQLState(), e);
      GraphQLError error =
          GraphqlErrorBuilder.newError()
              .message("the database does not answer; try again")
              .extensions(Map.of("code", "UNAVAILABLE"))
              .build();
      return Map.of("errors", List.of(error.toSpecification()));
    }
  }

  /** The library refuses introspection without a code. */
  private static ExecutionResult withCodes(ExecutionResult result) {
    boolean isRefused =
        result.getErrors().stream().anyMatch(IntrospectionDisabledError.class::isInstance);
    if (!isRefused) {
      return result;
    }
    GraphQLError error =
        GraphqlErrorBuilder.newError()
            .message("this indexer does not tell its schema; see indexer/examples/schema.graphqls")
            .extensions(Map.of("code", ApiException.Code.INTROSPECTION_DISABLED.name()))
            .build();
    return ExecutionResult.newExecutionResult().addError(error).build();
  }

  /**
   * Clients see what they can mend; everything else is logged here and told as an internal error.
   */
  private static final class ErrorTranslator implements DataFetcherExceptionHandler {
    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
        DataFetcherExceptionHandlerParameters parameters) {
      Throwable cause = parameters.getException();
      if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
        cause = wrapped.getCause();
      }
      return CompletableFuture.completedFuture(
          DataFetcherExceptionHandlerResult.newResult()
              .error(error(parameters.getPath(), parameters.getSourceLocation(), cause))
              .build());
    }

    private static GraphQLError error(
        ResultPath path, @Nullable SourceLocation location, Throwable cause) {
      GraphqlErrorBuilder<?> error =
          GraphqlErrorBuilder.newError()
              .path(path)
              .location(location)
              .errorType(ErrorType.DataFetchingException);
      if (cause instanceof ApiException expected) {
        return error
            .message("%s", expected.getMessage())
            .extensions(Map.of("code", expected.code().name()))
            .build();
      }
      LOG.error("graphql_field_failed: path={}", path, cause);
      return error.message("internal error").extensions(Map.of("code", "INTERNAL")).build();
    }
  }
}
