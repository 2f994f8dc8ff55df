package org.sweetwater.indexer.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.SelectionSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a row is written: each field of the selection from its columns.
 *
 * @param columns what the statement selects, in this order
 */
record DirectRow(List<Column> columns, List<Part> parts) {
  /** More are left to the limits of {@link GraphQlLimits}. */
  private static final int FIELDS_MAX = 100;

  /** A field of the answer; {@code name} is the JSON before its value. */
  sealed interface Part {
    /** A column. */
    record Value(String name, Cell cell) implements Part {}

    /** The same in every row. */
    record Constant(String nameAndValue) implements Part {}

    /** The id, made of the key's columns. */
    record Id(String name, List<Cell> cells) implements Part {}

    /** A related row of which nothing but the id is asked for, so that it need not be read. */
    record IdOfOther(Id id) implements Part {}
  }

  /** Empty when a field is no plain column. */
  static Optional<DirectRow> of(Entity entity, SelectionSet selection, Document document) {
    return Selections.of(selection, document)
        .filter(fields -> fields.size() <= FIELDS_MAX)
        .flatMap(fields -> new Maker(entity, document).make(fields));
  }

  /** Gathers the columns that the fields need, each once. */
  private static final class Maker {
    private final Entity entity;
    private final Document document;
    private final List<Column> columns = new ArrayList<>();

    private Maker(Entity entity, Document document) {
      this.entity = entity;
      this.document = document;
    }

    private Optional<DirectRow> make(List<Field> fields) {
      List<Part> parts = new ArrayList<>();
      for (Field field : fields) {
        Optional<Part> part = part(field, name(parts.isEmpty() ? '{' : ',', field));
        if (part.isEmpty()) {
          return Optional.empty();
        }
        parts.add(part.get());
      }
      return Optional.of(new DirectRow(List.copyOf(columns), List.copyOf(parts)));
    }

    private Optional<Part> part(Field field, String name) {
      if (field.getName().equals("__typename")) {
        return Optional.of(new Part.Constant(name + '"' + entity.type() + '"'));
      }
      if (field.getName().equals("id")) {
        boolean isPlain =
            entity.key().stream()
                .allMatch(
                    column ->
                        column.kind() == ColumnKind.BYTES || column.kind() == ColumnKind.NUMBER);
        return isPlain
            ? Optional.of(new Part.Id(name, entity.key().stream().map(this::cell).toList()))
            : Optional.empty();
      }
      return entity.columns().stream()
          .filter(column -> column.field().equals(field.getName()))
          .filter(column -> column.kind() != ColumnKind.BYTES_LIST)
          .findFirst()
          .<Part>map(column -> new Part.Value(name, cell(column)))
          .or(() -> idOfOther(field, name));
    }

    private Optional<Part> idOfOther(Field field, String name) {
      return entity.ones().stream()
          .filter(one -> one.field().equals(field.getName()))
          .findFirst()
          .flatMap(
              one ->
                  Selections.of(field.getSelectionSet(), document)
                      .filter(fields -> fields.size() == 1)
                      .map(List::getFirst)
                      .filter(only -> only.getName().equals("id"))
                      .map(
                          only ->
                              new Part.IdOfOther(
                                  new Part.Id(
                                      name + name('{', only),
                                      one.columns().stream().map(this::cell).toList()))));
    }

    private Cell cell(Column column) {
      int index = indexOf(column.name());
      if (index < 0) {
        columns.add(column);
        index = columns.size() - 1;
      }
      return new Cell(column.kind(), index + 1, column.type().equals("BigInt"));
    }

    private int indexOf(String column) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(column)) {
          return i;
        }
      }
      return -1;
    }

    private static String name(char before, Field field) {
      return before + "\"" + field.getResultKey() + "\":";
    }
  }

  /** Writes the row that the cursor stands on. */
  void write(ResultSet row, JsonBytes out) throws SQLException {
    for (Part part : parts) {
      switch (part) {
        case Part.Value(String name, Cell cell) -> {
          out.rawAscii(name);
          cell.write(row, out);
        }
        case Part.Constant(String nameAndValue) -> out.rawAscii(nameAndValue);
        case Part.Id id -> write(id, row, out);
        case Part.IdOfOther(Part.Id id) -> {
          write(id, row, out);
          out.raw('}');
        }
      }
    }
    out.raw('}');
  }

  private static void write(Part.Id id, ResultSet row, JsonBytes out) throws SQLException {
    out.rawAscii(id.name()).raw('"');
    for (int i = 0; i < id.cells().size(); i++) {
      if (i > 0) {
        out.raw('-');
      }
      id.cells().get(i).writeInId(row, out);
    }
    out.raw('"');
  }
}
