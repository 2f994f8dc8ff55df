package org.sweetwater.indexer.graphql;

import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.instrumentation.ChainedInstrumentation;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.decode.CallDecoder;

/**
 * Executes queries: one read-only transaction each, within the limits. Blocks; call it on a virtual
 * thread.
 */
final class GraphQlEngine {
  private static final Logger LOG = LoggerFactory.getLogger(GraphQlEngine.class);

  private final GraphQL graphql;
  private final DataSource source;
  private final GraphQlLimits limits;

  GraphQlEngine(DataSource source, CallDecoder calls, IndexingState state, GraphQlLimits limits) {
    SchemaMaker maker = SchemaMaker.fromResource();
    this.source = source;
    this.limits = limits;
    this.graphql =
        GraphQL.newGraphQL(maker.make(new Wiring(maker.catalogue(), calls, state).make()))
            .instrumentation(
                new ChainedInstrumentation(
                    List.of(
                        new MaxQueryDepthInstrumentation(limits.depthMax()),
                        new MaxQueryComplexityInstrumentation(limits.costMax(), cost()))))
            .defaultDataFetcherExceptionHandler(new ErrorTranslator())
            .build();
  }

  /** Executes a request and returns the answer in the form of the GraphQL specification. */
  Map<String, Object> execute(
      String query, Optional<String> operationName, Map<String, Object> variables) {
    try (ReadSession session = ReadSession.open(source, limits.timeMax())) {
      ExecutionInput input =
          ExecutionInput.newExecutionInput(query)
              .operationName(operationName.orElse(null))
              .variables(variables)
              .dataLoaderRegistry(Loaders.of(session))
              .graphQLContext(Map.of(ReadSession.class, session))
              .build();
      ExecutionResult result = graphql.execute(input);
      return result.toSpecification();
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

  /**
   * A list costs its page size times what one element costs; the product stops at the largest
   * number.
   */
  private static FieldComplexityCalculator cost() {
    return (field, childCost) -> {
      Object first = field.getArguments().get("first");
      long rows =
          first instanceof Integer number
              ? Math.max(1, Math.min(number, GraphQlLimits.FIRST_MAX))
              : 1;
      return (int) Math.min(Integer.MAX_VALUE / 2, 1 + rows * Math.max(1L, childCost));
    };
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
      GraphqlErrorBuilder<?> error =
          GraphqlErrorBuilder.newError()
              .path(parameters.getPath())
              .location(parameters.getSourceLocation())
              .errorType(ErrorType.DataFetchingException);
      if (cause instanceof ApiException expected) {
        error
            .message("%s", expected.getMessage())
            .extensions(Map.of("code", expected.code().name()));
      } else {
        LOG.error("graphql_field_failed: path={}", parameters.getPath(), cause);
        error.message("internal error").extensions(Map.of("code", "INTERNAL"));
      }
      return CompletableFuture.completedFuture(
          DataFetcherExceptionHandlerResult.newResult().error(error.build()).build());
    }
  }
}
