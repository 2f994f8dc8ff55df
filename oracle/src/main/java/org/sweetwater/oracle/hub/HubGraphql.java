package org.sweetwater.oracle.hub;

import graphql.ErrorType;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLSchema;
import graphql.schema.SelectedField;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.hub.HubQueries.Row;
import org.sweetwater.wrappers.Address;

/** Answers Snapshot's GraphQL queries. Blocks; call it on a virtual thread. */
final class HubGraphql {
  private static final Logger LOG = LoggerFactory.getLogger(HubGraphql.class);

  private final HubQueries queries;
  private final VotingPower power;
  private final ChainFacts chain;
  private final SpaceView space;
  private final GraphQL graphql;

  HubGraphql(HubQueries queries, Sequencer.Chain chain, SpaceView space) {
    this.queries = queries;
    this.power = chain.power();
    this.chain = chain.facts();
    this.space = space;
    this.graphql =
        GraphQL.newGraphQL(schema())
            .defaultDataFetcherExceptionHandler(new ShortErrors())
            .preparsedDocumentProvider(new ParsedQueries(HubGraphql::limited))
            .build();
  }

  /** An answer: the HTTP status with which Snapshot's hub sends it, and the body. */
  record Answer(int status, Map<String, Object> body) {}

  /** Runs a query. Every problem with it is in the answer. */
  Answer answer(String query, Map<String, Object> variables, @Nullable String operationName) {
    ExecutionInput input =
        ExecutionInput.newExecutionInput(query)
            .variables(variables)
            .operationName(operationName)
            .build();
    ExecutionResult result = graphql.execute(input);
    return new Answer(statusOf(result), result.toSpecification());
  }

  /** 400 for what is wrong with the query's form, 500 for an answer without data. */
  private static int statusOf(ExecutionResult result) {
    if (result.getErrors().isEmpty() || result.getData() != null) {
      return 200;
    }
    boolean malformed =
        result.getErrors().stream()
            .map(GraphQLError::getErrorType)
            .anyMatch(
                type ->
                    type == ErrorType.InvalidSyntax
                        || type == ErrorType.ValidationError
                        || type == ErrorType.OperationNotSupported);
    return malformed ? 400 : 500;
  }

  private static PreparsedDocumentEntry limited(PreparsedDocumentEntry entry) {
    if (entry.hasErrors()) {
      return entry;
    }
    return QueryLimits.broken(entry.getDocument())
        .map(error -> new PreparsedDocumentEntry(List.of(error)))
        .orElse(entry);
  }

  private GraphQLSchema schema() {
    RuntimeWiring wiring =
        RuntimeWiring.newRuntimeWiring()
            .scalar(AnyScalar.ANY)
            .type("Query", this::wireQueries)
            .type("Proposal", type -> rows(type).dataFetcher("space", this::spaceOf))
            .type(
                "Vote",
                type ->
                    rows(type)
                        .dataFetcher("space", this::spaceOf)
                        .dataFetcher("proposal", this::proposalOf))
            .type("Message", HubGraphql::rows)
            .type("Space", HubGraphql::rows)
            .build();
    return new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(source()), wiring);
  }

  private static String source() {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(HubGraphql.class.getResourceAsStream("hub.graphqls")),
            StandardCharsets.UTF_8)) {
      return reader.readAllAsString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TypeRuntimeWiring.Builder wireQueries(TypeRuntimeWiring.Builder type) {
    return type.dataFetcher("space", this::space)
        .dataFetcher("spaces", list(queries::spaces))
        .dataFetcher("proposal", env -> orNull(queries.findProposal(id(env))))
        .dataFetcher("proposals", list(queries::proposals))
        .dataFetcher("vote", env -> orNull(queries.findVote(id(env))))
        .dataFetcher("votes", list(queries::votes))
        .dataFetcher("messages", list(queries::messages))
        .dataFetcher("vp", this::vp);
  }

  /** Fields come from the row of the parent. */
  private static TypeRuntimeWiring.Builder rows(TypeRuntimeWiring.Builder type) {
    return type.defaultDataFetcher(
        env -> {
          Row row = env.getSource();
          return row == null ? null : row.fields().get(env.getField().getName());
        });
  }

  private static DataFetcher<List<Row>> list(Function<Page, List<Row>> rows) {
    return env -> rows.apply(Page.of(env.getArguments(), fieldsOf(env)));
  }

  private static Fields fieldsOf(DataFetchingEnvironment env) {
    return Fields.of(
        env.getSelectionSet().getImmediateFields().stream()
            .map(SelectedField::getName)
            .collect(Collectors.toSet()));
  }

  private @Nullable Row space(DataFetchingEnvironment env) {
    return id(env).equals(space.id()) ? queries.spaceRow() : null;
  }

  private Row spaceOf(DataFetchingEnvironment env) {
    return env.getGraphQlContext().computeIfAbsent("space", key -> queries.spaceRow());
  }

  private @Nullable Row proposalOf(DataFetchingEnvironment env) {
    Row vote = Objects.requireNonNull(env.<Row>getSource());
    String id = String.valueOf(vote.fields().get("proposal"));
    // Most pages of votes belong to one proposal.
    Optional<Row> proposal =
        env.getGraphQlContext().computeIfAbsent("proposal " + id, key -> queries.findProposal(id));
    return orNull(proposal);
  }

  private Map<String, Object> vp(DataFetchingEnvironment env) {
    String voter = Objects.requireNonNull(env.<String>getArgument("voter"));
    if (!space.id().equals(env.<String>getArgument("space"))) {
      throw new PublicException("unknown space");
    }
    long block = blockOf(env.<String>getArgument("proposal"));
    BigInteger votes = power.at(addressOf(voter), block);
    return Map.of(
        "vp", votes.doubleValue(),
        "vp_by_strategy", List.of(votes.doubleValue()),
        "vp_state", "final");
  }

  private long blockOf(@Nullable String proposal) {
    if (proposal == null) {
      return Math.max(0, chain.blockNumber() - 1);
    }
    return queries
        .findSnapshot(proposal)
        .orElseThrow(() -> new PublicException("unknown proposal"));
  }

  private static Address addressOf(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException notAnAddress) {
      throw new PublicException("Invalid addresses in voter");
    }
  }

  private static String id(DataFetchingEnvironment env) {
    return Objects.requireNonNull(env.<String>getArgument("id"));
  }

  private static @Nullable Row orNull(Optional<Row> row) {
    return row.orElse(null);
  }

  /** Says what a client may know: the limit that it broke, or nothing but that we failed. */
  private static final class ShortErrors implements DataFetcherExceptionHandler {
    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
        DataFetcherExceptionHandlerParameters parameters) {
      Throwable exception = parameters.getException();
      String message = "request failed";
      if (exception instanceof PublicException) {
        message = String.valueOf(exception.getMessage());
      } else {
        LOG.warn("query failed: path={}", parameters.getPath(), exception);
      }
      GraphQLError error =
          GraphqlErrorBuilder.newError()
              .message(message)
              .path(parameters.getPath())
              .location(parameters.getSourceLocation())
              .errorType(ErrorType.DataFetchingException)
              .build();
      return CompletableFuture.completedFuture(
          DataFetcherExceptionHandlerResult.newResult(error).build());
    }
  }
}
