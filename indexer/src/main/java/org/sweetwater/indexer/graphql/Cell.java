package org.sweetwater.indexer.graphql;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A column of a result as JSON, byte for byte what graphql-java makes of {@link ColumnKind#read}.
 *
 * @param index of the column, from 1
 * @param isQuoted whether numbers are strings in JSON, as {@code BigInt} has it
 */
record Cell(ColumnKind kind, int index, boolean isQuoted) {
  /** Numbers of at most so many digits fit a {@code long}. */
  private static final int LONG_DIGITS = 18;

  /** Writes the value, or {@code null}. */
  void write(ResultSet row, JsonBytes out) throws SQLException {
    switch (kind) {
      case BYTES -> bytes(row.getBytes(index), out);
      case NUMBER -> number(row.getBigDecimal(index), out);
      case TIME -> time(row.getObject(index, OffsetDateTime.class), out);
      case TEXT -> text(row.getString(index), out);
      case BOOLEAN -> truth(row.getBoolean(index), row.wasNull(), out);
      case BYTES_LIST -> throw new IllegalStateException("lists are not read directly");
    }
  }

  /** Writes a value of a key as a part of an id: never null, and without quotes. */
  void writeInId(ResultSet row, JsonBytes out) throws SQLException {
    switch (kind) {
      case BYTES -> out.hex(row.getBytes(index));
      case NUMBER -> digits(row.getBigDecimal(index), out);
      case TIME, TEXT, BOOLEAN, BYTES_LIST ->
          throw new IllegalStateException("ids of %s are not read directly".formatted(kind));
    }
  }

  private static void bytes(byte @Nullable [] value, JsonBytes out) {
    if (value == null) {
      out.nullValue();
    } else {
      out.raw('"').hex(value).raw('"');
    }
  }

  private void number(@Nullable BigDecimal value, JsonBytes out) {
    if (value == null) {
      out.nullValue();
    } else if (isQuoted) {
      out.raw('"');
      digits(value, out);
      out.raw('"');
    } else {
      digits(value, out);
    }
  }

  private static void time(@Nullable OffsetDateTime value, JsonBytes out) {
    if (value == null) {
      out.nullValue();
    } else {
      out.value(value.toEpochSecond());
    }
  }

  private static void text(@Nullable String value, JsonBytes out) {
    if (value == null) {
      out.nullValue();
    } else {
      out.text(value);
    }
  }

  private static void truth(boolean value, boolean isNull, JsonBytes out) {
    if (isNull) {
      out.nullValue();
    } else {
      out.value(value);
    }
  }

  private static void digits(BigDecimal value, JsonBytes out) {
    if (value.scale() == 0 && value.precision() <= LONG_DIGITS) {
      out.value(value.longValue());
    } else {
      out.rawAscii(value.toBigIntegerExact().toString());
    }
  }
}
