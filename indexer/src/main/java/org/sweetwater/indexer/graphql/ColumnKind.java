package org.sweetwater.indexer.graphql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values of a column are read, compared and written in the API. */
enum ColumnKind {
  /** {@code bytea}, in the API {@code 0x…} in lower case. */
  BYTES("bytea") {
    @Override
    @Nullable Object read(ResultSet rows, int index) throws SQLException {
      byte[] value = rows.getBytes(index);
      return value == null ? null : hex(value);
    }

    @Override
    Object toSql(String value) {
      if (!value.startsWith("0x") && !value.startsWith("0X")) {
        throw new IllegalArgumentException("expected 0x and hex digits");
      }
      return HexFormat.of().parseHex(value.substring(2).toLowerCase(Locale.ROOT));
    }
  },
  /** A whole number column of any width. */
  NUMBER("numeric") {
    @Override
    @Nullable Object read(ResultSet rows, int index) throws SQLException {
      BigDecimal value = rows.getBigDecimal(index);
      return value == null ? null : value.toBigIntegerExact();
    }

    @Override
    Object toSql(String value) {
      if (value.length() > DIGITS_MAX) {
        throw new IllegalArgumentException("expected at most " + DIGITS_MAX + " digits");
      }
      // A bigint where it fits: compared with a numeric, an index on a bigint column would not
      // serve.
      BigInteger number = new BigInteger(value);
      return number.bitLength() < Long.SIZE
          ? (Object) number.longValueExact()
          : new BigDecimal(number);
    }
  },
  /** {@code timestamptz}, in the API whole seconds. */
  TIME("timestamptz") {
    @Override
    @Nullable Object read(ResultSet rows, int index) throws SQLException {
      OffsetDateTime value = rows.getObject(index, OffsetDateTime.class);
      return value == null ? null : value.toEpochSecond();
    }

    @Override
    Object toSql(String value) {
      try {
        return Instant.ofEpochSecond(Long.parseLong(value)).atOffset(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("expected Unix seconds of this calendar", e);
      }
    }
  },
  /** Text, and names of a closed set. */
  TEXT("text") {
    @Override
    @Nullable Object read(ResultSet rows, int index) throws SQLException {
      return rows.getString(index);
    }

    @Override
    Object toSql(String value) {
      if (value.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("expected text without zero characters");
      }
      return value;
    }
  },
  /** True or false. */
  BOOLEAN("boolean") {
    @Override
    @Nullable Object read(ResultSet rows, int index) throws SQLException {
      boolean value = rows.getBoolean(index);
      return rows.wasNull() ? null : value;
    }

    @Override
    Object toSql(String value) {
      return Boolean.valueOf(value);
    }
  },
  /** {@code bytea[]}; filters name its elements. */
  BYTES_LIST("bytea") {
    @Override
    @Nullable Object read(ResultSet rows, int index) throws SQLException {
      Array value = rows.getArray(index);
      if (value == null) {
        return null;
      }
      return Arrays.stream((Object[]) value.getArray()).map(item -> hex((byte[]) item)).toList();
    }

    @Override
    Object toSql(String value) {
      return BYTES.toSql(value);
    }
  };

  private static final int DIGITS_MAX = 80;

  private final String sqlType;

  ColumnKind(String sqlType) {
    this.sqlType = sqlType;
  }

  /** The type of the elements of an SQL array of such values, or of the elements of a list. */
  String sqlType() {
    return sqlType;
  }

  /** Reads a column as the API shows it; null when the column is. */
  abstract @Nullable Object read(ResultSet rows, int index) throws SQLException;

  /**
   * Makes an SQL parameter from a value of a filter; for a list from one of its elements.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  abstract Object toSql(String value);

  private static String hex(byte[] value) {
    return "0x" + HexFormat.of().formatHex(value);
  }
}
