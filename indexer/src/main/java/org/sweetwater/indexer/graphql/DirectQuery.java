package org.sweetwater.indexer.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.execution.RawVariables;
import graphql.execution.ValuesResolver;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The commonest kind of query, one row or one page of plain columns: read by one statement and
 * written as JSON from the row to the answer's bytes, without an object for each value in between.
 *
 * <p>Only a shortcut: what it answers is byte for byte what graphql-java would, and whatever is
 * unusual (nested rows, directives, past blocks, wrong arguments) it leaves to graphql-java.
 *
 * @param isPage whether it is a list of rows, or one by its id
 */
record DirectQuery(
    GraphQLSchema schema,
    OperationDefinition operation,
    Field field,
    GraphQLFieldDefinition definition,
    Entity entity,
    boolean isPage,
    DirectRow row) {
  private static final byte[] DATA = "{\"data\":{\"".getBytes(UTF_8);
  private static final byte[] END = "}}".getBytes(UTF_8);
  private static final GraphQLContext NO_CONTEXT = GraphQLContext.getDefault();

  /** The direct reading of a validated document; empty when it is not of the common kind. */
  static Optional<DirectQuery> of(Document document, Catalogue catalogue, GraphQLSchema schema) {
    List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
    if (operations.size() != 1
        || operations.getFirst().getOperation() != OperationDefinition.Operation.QUERY
        || !operations.getFirst().getDirectives().isEmpty()) {
      return Optional.empty();
    }
    OperationDefinition operation = operations.getFirst();
    return Selections.of(operation.getSelectionSet(), document)
        .filter(fields -> fields.size() == 1)
        .map(List::getFirst)
        .flatMap(
            field ->
                catalogue
                    .findByRoot(field.getName())
                    .flatMap(
                        entity ->
                            DirectRow.of(entity, field.getSelectionSet(), document)
                                .map(row -> of(schema, operation, field, entity, row))));
  }

  private static DirectQuery of(
      GraphQLSchema schema,
      OperationDefinition operation,
      Field field,
      Entity entity,
      DirectRow row) {
    return new DirectQuery(
        schema,
        operation,
        field,
        schema.getQueryType().getFieldDefinition(field.getName()),
        entity,
        field.getName().equals(entity.plural()),
        row);
  }

  /** Whether a request that names this operation, or none, means this one. */
  boolean isNamed(Optional<String> operationName) {
    return operationName.isEmpty() || operationName.get().equals(operation.getName());
  }

  /**
   * The statement that reads the rows; empty when a past block is asked for.
   *
   * @throws RuntimeException when a variable or an argument is wrong, which graphql-java words best
   */
  Optional<Sql> statement(Map<String, Object> variables) {
    CoercedVariables coerced =
        ValuesResolver.coerceVariableValues(
            schema,
            operation.getVariableDefinitions(),
            RawVariables.of(variables),
            NO_CONTEXT,
            Locale.ROOT);
    Map<String, Object> arguments =
        ValuesResolver.getArgumentValues(
            schema.getCodeRegistry(),
            definition.getArguments(),
            field.getArguments(),
            coerced,
            NO_CONTEXT,
            Locale.ROOT);
    if (arguments.get("block") != null) {
      return Optional.empty();
    }
    Optional<Long> now = Optional.empty();
    return Optional.of(
        isPage
            ? RowReader.pageOf(entity, row.columns(), Page.from(arguments), now)
            : RowReader.rowsOf(
                entity, row.columns(), List.of(String.valueOf(arguments.get("id"))), now));
  }

  /** The answer to the request, from the result of its statement. */
  byte[] answer(ResultSet rows) throws SQLException {
    JsonBytes out = new JsonBytes();
    out.raw(DATA).rawAscii(field.getResultKey()).raw('"').raw(':');
    if (isPage) {
      out.raw('[');
      for (boolean isFirst = true; rows.next(); isFirst = false) {
        if (!isFirst) {
          out.raw(',');
        }
        row.write(rows, out);
      }
      out.raw(']');
    } else if (rows.next()) {
      row.write(rows, out);
    } else {
      out.nullValue();
    }
    return out.raw(END).toBytes();
  }
}
