package org.sweetwater.indexer.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * How one type of value is written to and read from PostgreSQL.
 *
 * @param sqlType as in a cast
 */
record Scalar(String sqlType, ToText toText, FromColumn fromColumn) {
  private static final HexFormat HEX = HexFormat.of();

  private static final Map<Class<?>, Scalar> BY_CLASS =
      Map.of(
          Address.class,
          new Scalar("bytea", v -> bytea(((Address) v).bytes()), (r, i) -> address(r.getBytes(i))),
          Hash32.class,
          new Scalar("bytea", v -> bytea(((Hash32) v).bytes()), (r, i) -> hash(r.getBytes(i))),
          Bytes.class,
          new Scalar("bytea", v -> bytea(((Bytes) v).bytes()), (r, i) -> bytes(r.getBytes(i))),
          Instant.class,
          new Scalar("timestamptz", v -> instant((Instant) v), Scalar::readInstant),
          BigInteger.class,
          new Scalar("numeric", Object::toString, Scalar::readInteger),
          int.class,
          new Scalar("integer", Object::toString, ResultSet::getInt),
          long.class,
          new Scalar("bigint", Object::toString, ResultSet::getLong),
          boolean.class,
          new Scalar("boolean", Object::toString, ResultSet::getBoolean),
          Boolean.class,
          new Scalar("boolean", Object::toString, ResultSet::getBoolean),
          List.class,
          new Scalar("bytea[]", v -> addresses((List<?>) v), Scalar::readAddresses));

  /** Writes a value as PostgreSQL's input functions take it. */
  interface ToText {
    String text(Object value);
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

  String text(Object value) {
    return toText.text(value);
  }

  @Nullable Object read(ResultSet row, int column) throws SQLException {
    Object value = fromColumn.read(row, column);
    return row.wasNull() ? null : value;
  }

  /** Constants are in capitals in Java, and capitalised in tables and GraphQL. */
  static String enumText(Object constant) {
    String name = ((Enum<?>) constant).name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  static String bytea(byte[] value) {
    return "\\x" + HEX.formatHex(value);
  }

  private static Scalar enumOf(Class<?> type) {
    Map<String, Object> constants =
        List.of(type.getEnumConstants()).stream()
            .collect(Collectors.toMap(Scalar::enumText, constant -> constant));
    return new Scalar("text", Scalar::enumText, (row, i) -> constants.get(row.getString(i)));
  }

  private static String addresses(List<?> values) {
    return values.stream()
        .map(value -> "\"\\" + bytea(((Address) value).bytes()) + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** PostgreSQL reads years of five digits without the plus sign that Java writes. */
  private static String instant(Instant value) {
    String text = value.toString();
    return text.startsWith("+") ? text.substring(1) : text;
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
