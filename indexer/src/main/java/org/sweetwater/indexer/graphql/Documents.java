package org.sweetwater.indexer.graphql;

import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.schema.GraphQLSchema;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Queries that were parsed and validated before, the most recently used ones: a frontend asks the
 * same few texts again and again.
 */
final class Documents implements PreparsedDocumentProvider {
  /** Characters of all kept texts together; a parsed query takes about 20 bytes for each. */
  private static final int CHARACTERS_MAX = 1 << 20;

  private final RecentlyUsed<Known> known =
      new RecentlyUsed<>(CHARACTERS_MAX, entry -> entry.getKey().length());
  private final Catalogue catalogue;
  private final GraphQLSchema schema;

  /** A text's document, or why it has none; and its direct reading when there is one. */
  record Known(PreparsedDocumentEntry entry, Optional<DirectQuery> direct) {}

  Documents(Catalogue catalogue, GraphQLSchema schema) {
    this.catalogue = catalogue;
    this.schema = schema;
  }

  /** Parses and validates a text, or remembers what came of that. */
  Known load(ExecutionInput input) {
    String text = input.getQuery();
    Optional<Known> found = known.find(text);
    if (found.isPresent()) {
      return found.get();
    }
    Known read = read(input);
    known.keep(text, read);
    return read;
  }

  @Override
  public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
      ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
    return CompletableFuture.completedFuture(load(input).entry());
  }

  private Known read(ExecutionInput input) {
    ParseAndValidateResult result = ParseAndValidate.parseAndValidate(schema, input);
    if (result.isFailure()) {
      return new Known(
          new PreparsedDocumentEntry(
              result.getErrors().stream().map(GraphQLError.class::cast).toList()),
          Optional.empty());
    }
    return new Known(
        new PreparsedDocumentEntry(result.getDocument()),
        DirectQuery.of(result.getDocument(), catalogue, schema));
  }
}
