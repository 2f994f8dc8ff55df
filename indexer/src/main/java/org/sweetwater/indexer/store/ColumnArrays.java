package org.sweetwater.indexer.store;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Makes one INSERT of all rows, with an array for each column. */
final class ColumnArrays implements RowWriter {
  private static final String BYTEA_ARRAY = "bytea[]";

  private final Connection connection;
  private final String table;
  private final List<Shape.Column> columns;
  private final Consumer<Writing.Change> sink;
  private final List<List<@Nullable Object>> values;
  private int column;

  ColumnArrays(
      Connection connection,
      String table,
      List<Shape.Column> columns,
      Consumer<Writing.Change> sink) {
    this.connection = connection;
    this.table = table;
    this.columns = columns;
    this.sink = sink;
    this.values = columns.stream().<List<@Nullable Object>>map(_ -> new ArrayList<>()).toList();
  }

  @Override
  public void row(int width) {
    if (width != columns.size() || column % columns.size() != 0) {
      throw new IllegalStateException(
          "%s: expected rows of %d values".formatted(table, columns.size()));
    }
    column = 0;
  }

  private void add(@Nullable Object value) {
    values.get(column).add(value);
    column++;
  }

  @Override
  public void none() {
    add(null);
  }

  @Override
  public void bool(boolean value) {
    add(value);
  }

  @Override
  public void int4(int value) {
    add(value);
  }

  @Override
  public void int8(long value) {
    add(value);
  }

  @Override
  public void hash(Hash32 value) {
    add(value.bytes());
  }

  @Override
  public void address(Address value) {
    add(value.bytes());
  }

  @Override
  public void bytes(Bytes value) {
    add(value.bytes());
  }

  @Override
  public void text(byte[] utf8) {
    add(new String(utf8, StandardCharsets.UTF_8));
  }

  @Override
  public void timestamptz(Instant value) {
    // PostgreSQL reads what ISO 8601 writes, but no plus before a year of more than four digits.
    String text = value.toString();
    add(text.startsWith("+") ? text.substring(1) : text);
  }

  @Override
  public void numeric(BigInteger value) {
    add(value.toString());
  }

  @Override
  public void hashes(List<Hash32> items) {
    add(literal(items.stream().map(Hash32::hex)));
  }

  @Override
  public void addresses(List<Address> items) {
    add(literal(items.stream().map(Address::lowerHex)));
  }

  /** SQL has no arrays of arrays of several lengths; so each travels as text. */
  private static String literal(Stream<String> hex) {
    return hex.map(item -> "\"\\\\x" + item.substring(2) + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public void finish() throws SQLException {
    List<Object> arrays = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      arrays.add(Scalar.array(connection, sentType(columns.get(i)), values.get(i)));
    }
    sink.accept(new Writing.Change(sql(), arrays, values.getFirst().size()));
  }

  private static String sentType(Shape.Column column) {
    String type = column.scalar().sqlType();
    return type.equals(BYTEA_ARRAY) ? "text" : type;
  }

  private String sql() {
    String names = Shape.Column.names(columns);
    String selected =
        columns.stream()
            .map(
                each ->
                    each.scalar().sqlType().equals(BYTEA_ARRAY)
                        ? each.name() + "::" + BYTEA_ARRAY
                        : each.name())
            .collect(Collectors.joining(", "));
    String arrays =
        columns.stream()
            .map(each -> "?::%s[]".formatted(sentType(each)))
            .collect(Collectors.joining(", "));
    return "INSERT INTO %s (%s) SELECT %s FROM unnest(%s) AS t (%s)"
        .formatted(table, names, selected, arrays, names);
  }

  @Override
  public void close() {
    // What was not finished was never sent.
  }
}
