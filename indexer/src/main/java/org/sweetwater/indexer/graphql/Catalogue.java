package org.sweetwater.indexer.graphql;

import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValue;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.StringValue;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The entities that {@code schema.graphqls} describes by its directives. */
final class Catalogue {
  /** The column of a group's or relation's own is hidden: it is no field. */
  private static final String NO_FIELD = "";

  private static final Set<String> NUMBERED_TABLES = Set.of("chain.network", "chain.track");
  private static final Set<String> NUMBER_COLUMNS =
      Set.of("valid_from_block", "log_index", "version", "number", "wave", "position");

  private final TypeDefinitionRegistry types;
  private final Map<String, Entity> entities = new LinkedHashMap<>();

  private Catalogue(TypeDefinitionRegistry types) {
    this.types = types;
  }

  /** Reads the entities of a parsed schema. */
  static Catalogue of(TypeDefinitionRegistry types) {
    Catalogue catalogue = new Catalogue(types);
    for (ObjectTypeDefinition type : types.getTypes(ObjectTypeDefinition.class)) {
      if (type.hasDirective("entity")) {
        catalogue.entities.put(type.getName(), catalogue.entity(type));
      }
    }
    return catalogue;
  }

  List<Entity> entities() {
    return List.copyOf(entities.values());
  }

  /** The entity that a field of the query root reads, one row or a page. */
  Optional<Entity> findByRoot(String field) {
    return entities.values().stream()
        .filter(entity -> field.equals(entity.singular()) || field.equals(entity.plural()))
        .findFirst();
  }

  Entity entity(String type) {
    Entity entity = entities.get(type);
    if (entity == null) {
      throw new IllegalStateException("schema: type " + type + " is no @entity");
    }
    return entity;
  }

  private Entity entity(ObjectTypeDefinition type) {
    Directive entity = type.getDirectives("entity").getFirst();
    String table = text(entity, "table");
    List<Column> columns = new ArrayList<>();
    List<Entity.Group> groups = new ArrayList<>();
    List<Entity.One> ones = new ArrayList<>();
    List<Entity.Many> manys = new ArrayList<>();
    List<Entity.Bits> bits = new ArrayList<>();
    for (FieldDefinition field : type.getFieldDefinitions()) {
      String name = field.getName();
      String typeName = typeName(field.getType());
      if (field.hasDirective("one")) {
        ones.add(new Entity.One(name, typeName, keys(field.getDirectives("one"), "column", table)));
      } else if (field.hasDirective("many")) {
        manys.add(
            new Entity.Many(name, typeName, keys(field.getDirectives("many"), "column", table)));
      } else if (field.hasDirective("group")) {
        groups.add(new Entity.Group(name, grouped(typeName, text(field, "group", "prefix"))));
      } else if (field.hasDirective("bits")) {
        Column mask = hidden(text(field, "bits", "column"), ColumnKind.NUMBER);
        bits.add(new Entity.Bits(name, enumNames(typeName), mask));
      } else if (!name.equals("id") && !field.hasDirective("derived")) {
        columns.add(column(field, ""));
      }
    }
    return new Entity(
        type.getName(),
        table,
        text(entity, "singular"),
        text(entity, "plural"),
        Entity.Lifetime.valueOf(((EnumValue) value(entity, "lifetime")).getName()),
        keys(List.of(entity), "key", table),
        List.copyOf(columns),
        List.copyOf(groups),
        List.copyOf(ones),
        List.copyOf(manys),
        List.copyOf(bits));
  }

  /**
   * Key columns are addresses or hashes, except places in the chain and the few numbered or named
   * things.
   */
  private static List<Column> keys(List<Directive> directives, String argument, String table) {
    Value<?> names = value(directives.getFirst(), argument);
    // SDL takes one value for a list of one.
    List<?> each = names instanceof ArrayValue several ? several.getValues() : List.of(names);
    return each.stream()
        .map(name -> ((StringValue) name).getValue())
        .map(name -> hidden(name, keyKind(table, name)))
        .toList();
  }

  private static ColumnKind keyKind(String table, String column) {
    if (table.equals("oracle.public_vote_verdict")) {
      return ColumnKind.TEXT;
    }
    boolean isNumber = NUMBERED_TABLES.contains(table) || NUMBER_COLUMNS.contains(column);
    return isNumber ? ColumnKind.NUMBER : ColumnKind.BYTES;
  }

  private List<Column> grouped(String type, String prefix) {
    ObjectTypeDefinition group = types.getType(type, ObjectTypeDefinition.class).orElseThrow();
    return group.getFieldDefinitions().stream().map(field -> column(field, prefix)).toList();
  }

  private Column column(FieldDefinition field, String prefix) {
    String name =
        field.hasDirective("column") ? text(field, "column", "name") : snake(field.getName());
    return new Column(
        field.getName(),
        prefix + name,
        typeName(field.getType()),
        kind(field.getType()),
        !(field.getType() instanceof NonNullType));
  }

  private static Column hidden(String name, ColumnKind kind) {
    return new Column(NO_FIELD, name, "", kind, false);
  }

  private ColumnKind kind(Type<?> type) {
    boolean isList =
        (type instanceof NonNullType present ? present.getType() : type) instanceof ListType;
    return switch (typeName(type)) {
      case "Bytes" -> isList ? ColumnKind.BYTES_LIST : ColumnKind.BYTES;
      case "BigInt", "Int" -> ColumnKind.NUMBER;
      case "Timestamp" -> ColumnKind.TIME;
      case "Boolean" -> ColumnKind.BOOLEAN;
      case "String" -> ColumnKind.TEXT;
      case String named when types.getType(named, EnumTypeDefinition.class).isPresent() ->
          ColumnKind.TEXT;
      case String other -> throw new IllegalStateException("schema: no column has type " + other);
    };
  }

  private List<String> enumNames(String type) {
    EnumTypeDefinition names = types.getType(type, EnumTypeDefinition.class).orElseThrow();
    return names.getEnumValueDefinitions().stream().map(EnumValueDefinition::getName).toList();
  }

  private static String typeName(Type<?> type) {
    return switch (type) {
      case NonNullType present -> typeName(present.getType());
      case ListType list -> typeName(list.getType());
      case TypeName name -> name.getName();
      default -> throw new IllegalStateException("schema: unknown type " + type);
    };
  }

  private static String text(DirectivesContainer<?> holder, String directive, String argument) {
    return text(holder.getDirectives(directive).getFirst(), argument);
  }

  private static String text(Directive directive, String argument) {
    return ((StringValue) value(directive, argument)).getValue();
  }

  private static Value<?> value(Directive directive, String argument) {
    return directive.getArgument(argument).getValue();
  }

  /** A field's name as a column's. */
  static String snake(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
