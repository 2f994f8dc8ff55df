package org.sweetwater.indexer.graphql;

import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Completes {@code schema.graphqls} by what follows from it: filters, orders, list arguments and
 * the query root.
 */
final class SchemaMaker {
  private static final String LIST_ARGUMENTS =
      """
      "At most so many rows: 0 to %d." first: Int = %d
      "Leave out so many rows: 0 to %d; `after` is quicker and steadier." skip: Int = 0
      "What to sort by; ties are sorted by id." orderBy: %%s_orderBy = id
      "Which way to sort." orderDirection: OrderDirection = asc
      "The cursor of a row: begin with the one that follows it in the same order." after: String
      "Only rows that meet these conditions." where: %%s_filter
      """
          .formatted(GraphQlLimits.FIRST_MAX, GraphQlLimits.FIRST_DEFAULT, GraphQlLimits.SKIP_MAX);

  private static final FieldDefinition CURSOR =
      field(
          "\"Its place in the list that it was read in, for the argument `after`; opaque.\" cursor:"
              + " String!");

  private final TypeDefinitionRegistry types;
  private final Catalogue catalogue;

  private SchemaMaker(TypeDefinitionRegistry types) {
    this.types = types;
    this.catalogue = Catalogue.of(types);
  }

  /** Reads the schema from its resource. */
  static SchemaMaker fromResource() {
    return new SchemaMaker(new SchemaParser().parse(resource()));
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /** Makes the executable schema. */
  GraphQLSchema make(RuntimeWiring wiring) {
    StringBuilder made = new StringBuilder();
    catalogue.entities().forEach(entity -> append(made, entity));
    types.merge(new SchemaParser().parse(made.toString()));
    catalogue.entities().forEach(this::addListArguments);
    return new SchemaGenerator().makeExecutableSchema(types, wiring);
  }

  private void append(StringBuilder made, Entity entity) {
    String type = entity.type();
    made.append(
        "\"Orders of %s.\" enum %s_orderBy {\n  \"By id.\" id\n".formatted(entity.plural(), type));
    entity.columns().stream()
        .filter(column -> column.kind() != ColumnKind.BYTES_LIST)
        .map(Column::field)
        .forEach(field -> made.append("  \"By %s, then by id.\" %s%n".formatted(field, field)));
    made.append(
        "}\n\"Conditions on %s; all must hold.\" input %s_filter {\n"
            .formatted(entity.plural(), type));
    filters(entity).forEach(filter -> made.append("  ").append(filter).append('\n'));
    made.append(
        "  \"All of these.\" and: [%s_filter!]\n  \"Any of these.\" or: [%s_filter!]\n}\n"
            .formatted(type, type));
    if (entity.lifetime() != Entity.Lifetime.OFF_CHAIN) {
      appendChanges(made, entity);
    }
    String block =
        entity.lifetime() == Entity.Lifetime.OFF_CHAIN
            ? ""
            : " \"As it was at the end of a past block.\" block: BlockHeight";
    made.append("extend type Query {\n");
    made.append(
        "  \"One %s by id; null when there is none.\" %s(\"Its id.\" id: ID!%s): %s\n"
            .formatted(type, entity.singular(), block, type));
    made.append(
        "  \"A page of %s.\" %s(%s%s): [%s!]!\n"
            .formatted(
                entity.plural(),
                entity.plural(),
                LIST_ARGUMENTS.formatted(type, type),
                block,
                type));
    made.append("}\n");
  }

  private static void appendChanges(StringBuilder made, Entity entity) {
    made.append(
        """
        "What a commit changed in %2$s: a new row version, or rows that a reorganisation took back."
        type %1$sChange {
          "Resumes after this change when it is given as `after`."
          cursor: String!
          "When not null: a reorganisation took back every row of a block above this number; what is there now follows."
          takenBackAbove: Int
          "The row as its log left it; null when blocks were taken back."
          row: %1$s
        }
        extend type Subscription {
          "Changes of %2$s in the order of their logs, about %3$d in a message at most; without `after`, those from now on."
          %2$s(
            "Which rows to tell of; rows that were taken back are told in any case."
            where: %1$s_filter
            "A change's cursor: begin with what came after it."
            after: String
          ): [%1$sChange!]!
        }
        """
            .formatted(entity.type(), entity.plural(), ChangeReader.CHANGES_MAX));
  }

  private List<String> filters(Entity entity) {
    List<String> filters = new ArrayList<>();
    FilterOperator.ofId().forEach(operator -> filters.add(filter("id", operator, "ID")));
    for (Column column : entity.columns()) {
      boolean isEnum = types.getType(column.type(), EnumTypeDefinition.class).isPresent();
      FilterOperator.of(column.kind(), isEnum)
          .forEach(operator -> filters.add(filter(column.field(), operator, column.type())));
    }
    for (Entity.One one : entity.ones()) {
      FilterOperator.ofId().forEach(operator -> filters.add(filter(one.field(), operator, "ID")));
    }
    return filters;
  }

  private static String filter(String field, FilterOperator operator, String type) {
    String value = operator.takesList() ? "[" + type + "!]" : type;
    return "\"%s %s.\" %s%s: %s"
        .formatted(field, operator.meaning(), field, operator.suffix(), value);
  }

  /**
   * Lists inside an object take the same arguments as those at the root, but the block: that is the
   * parent's.
   */
  private void addListArguments(Entity entity) {
    ObjectTypeDefinition type =
        types.getType(entity.type(), ObjectTypeDefinition.class).orElseThrow();
    List<FieldDefinition> fields =
        new ArrayList<>(
            type.getFieldDefinitions().stream()
                .map(
                    field ->
                        entity.manys().stream()
                            .filter(many -> many.field().equals(field.getName()))
                            .findFirst()
                            .map(many -> withArguments(field, many.type()))
                            .orElse(field))
                .toList());
    fields.add(CURSOR);
    types.remove(type);
    types.add(type.transform(builder -> builder.fieldDefinitions(fields)));
  }

  private static FieldDefinition withArguments(FieldDefinition field, String type) {
    return field.transform(
        builder ->
            builder.inputValueDefinitions(
                field("x(%s): Int".formatted(LIST_ARGUMENTS.formatted(type, type)))
                    .getInputValueDefinitions()));
  }

  /** A field's definition from its text. */
  private static FieldDefinition field(String text) {
    return new SchemaParser()
        .parse("type Made { %s }".formatted(text))
        .getType("Made", ObjectTypeDefinition.class)
        .orElseThrow()
        .getFieldDefinitions()
        .getFirst();
  }

  private static String resource() {
    try (InputStream in = SchemaMaker.class.getResourceAsStream("schema.graphqls")) {
      if (in == null) {
        throw new IllegalStateException("resource schema.graphqls is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
