package org.sweetwater.indexer.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * How one type of value is written to and read from PostgreSQL.
 *
 * @param sqlType of the column, or what its domain is made of
 * @param toColumn writes a value in binary
 * @param toKey makes what the driver takes as an element of an array
 */
record Scalar(String sqlType, ToColumn toColumn, ToKey toKey, FromColumn fromColumn) {
  private static final Scalar BIGINT =
      plain("bigint", (v, out) -> out.int8((Long) v), ResultSet::getLong);
  private static final Scalar BOOLEAN =
      plain("boolean", (v, out) -> out.bool((Boolean) v), ResultSet::getBoolean);

  private static final Map<Class<?>, Scalar> BY_CLASS =
      Map.ofEntries(
          Map.entry(
              Address.class,
              new Scalar(
                  "bytea",
                  (v, out) -> out.address((Address) v),
                  v -> ((Address) v).bytes(),
                  (r, i) -> address(r.getBytes(i)))),
          Map.entry(
              Hash32.class,
              new Scalar(
                  "bytea",
                  (v, out) -> out.hash((Hash32) v),
                  v -> ((Hash32) v).bytes(),
                  (r, i) -> hash(r.getBytes(i)))),
          Map.entry(
              Bytes.class,
              new Scalar(
                  "bytea",
                  (v, out) -> out.bytes((Bytes) v),
                  v -> ((Bytes) v).bytes(),
                  (r, i) -> bytes(r.getBytes(i)))),
          Map.entry(
              Instant.class,
              plain("timestamptz", (v, out) -> out.timestamptz((Instant) v), Scalar::readInstant)),
          Map.entry(
              BigInteger.class,
              plain("numeric", (v, out) -> out.numeric((BigInteger) v), Scalar::readInteger)),
          Map.entry(
              String.class,
              plain(
                  "text",
                  (v, out) -> out.text(((String) v).getBytes(StandardCharsets.UTF_8)),
                  ResultSet::getString)),
          Map.entry(
              int.class, plain("integer", (v, out) -> out.int4((Integer) v), ResultSet::getInt)),
          Map.entry(long.class, BIGINT),
          Map.entry(Long.class, BIGINT),
          Map.entry(boolean.class, BOOLEAN),
          Map.entry(Boolean.class, BOOLEAN),
          Map.entry(
              List.class,
              plain(
                  "bytea[]",
                  (v, out) -> out.addresses(addresses((List<?>) v)),
                  Scalar::readAddresses)));

  /** Writes a value as COPY's binary format has it. */
  interface ToColumn {
    void write(Object value, RowWriter out);
  }

  /** Makes an element of an SQL array. */
  interface ToKey {
    Object element(Object value);
  }

  /** Reads a column; null where the column is. */
  interface FromColumn {
    @Nullable Object read(ResultSet row, int column) throws SQLException;
  }

  /** The scalar for a class; {@code List} stands for a list of addresses. */
  static Scalar of(Class<?> type) {
    Scalar scalar = type.isEnum() ? enumOf(type) : BY_CLASS.get(type);
    if (scalar == null) {
      throw new IllegalArgumentException("no column type for " + type);
    }
    return scalar;
  }

  void write(Object value, RowWriter out) {
    toColumn.write(value, out);
  }

  /** What {@link #array} takes for a value. */
  Object key(Object value) {
    return toKey.element(value);
  }

  /** An array for a statement. The driver takes arrays of bytes only when their type says so. */
  static Array array(
      Connection connection, String sqlType, List<? extends @Nullable Object> elements)
      throws SQLException {
    return connection.createArrayOf(
        sqlType, sqlType.equals("bytea") ? elements.toArray(byte[][]::new) : elements.toArray());
  }

  @Nullable Object read(ResultSet row, int column) throws SQLException {
    Object value = fromColumn.read(row, column);
    return row.wasNull() ? null : value;
  }

  /** Constants are in capitals in Java, and in tables and GraphQL each of their words begins so. */
  static String enumText(Object constant) {
    StringBuilder text = new StringBuilder();
    boolean isFirst = true;
    for (char letter : ((Enum<?>) constant).name().toCharArray()) {
      if (letter != '_') {
        text.append(isFirst ? letter : Character.toLowerCase(letter));
      }
      isFirst = letter == '_';
    }
    return text.toString();
  }

  private static Scalar plain(String sqlType, ToColumn toColumn, FromColumn fromColumn) {
    return new Scalar(sqlType, toColumn, value -> value, fromColumn);
  }

  private static Scalar enumOf(Class<?> type) {
    Map<String, Object> constants =
        List.of(type.getEnumConstants()).stream()
            .collect(Collectors.toMap(Scalar::enumText, constant -> constant));
    Map<Object, byte[]> texts =
        constants.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getValue, one -> one.getKey().getBytes(StandardCharsets.UTF_8)));
    return new Scalar(
        "text",
        (v, out) -> out.text(Objects.requireNonNull(texts.get(v))),
        Scalar::enumText,
        (row, i) -> constants.get(row.getString(i)));
  }

  private static List<Address> addresses(List<?> values) {
    return values.stream().map(Address.class::cast).toList();
  }

  private static @Nullable Address address(byte @Nullable [] value) {
    return value == null ? null : Address.of(value);
  }

  private static @Nullable Hash32 hash(byte @Nullable [] value) {
    return value == null ? null : Hash32.of(value);
  }

  private static @Nullable Bytes bytes(byte @Nullable [] value) {
    return value == null ? null : Bytes.of(value);
  }

  private static @Nullable Instant readInstant(ResultSet row, int column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static @Nullable BigInteger readInteger(ResultSet row, int column) throws SQLException {
    BigDecimal value = row.getBigDecimal(column);
    return value == null ? null : value.toBigIntegerExact();
  }

  private static List<Address> readAddresses(ResultSet row, int column) throws SQLException {
    List<Address> addresses = new ArrayList<>();
    for (Object value : (Object[]) row.getArray(column).getArray()) {
      addresses.add(Address.of((byte[]) value));
    }
    return addresses;
  }
}
