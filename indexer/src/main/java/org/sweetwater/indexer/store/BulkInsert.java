package org.sweetwater.indexer.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Inserts many rows by COPY in text format.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, text format</a>
 */
final class BulkInsert {
  private static final int BUFFER_CHARS = 1 << 16;

  private BulkInsert() {}

  /** Inserts rows of one text, or null, for each column. */
  static void into(
      Connection connection,
      String table,
      List<String> columns,
      Iterable<List<@Nullable String>> rows)
      throws SQLException {
    String sql = "COPY %s (%s) FROM STDIN".formatted(table, String.join(", ", columns));
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      StringBuilder buffer = new StringBuilder(BUFFER_CHARS);
      for (List<@Nullable String> row : rows) {
        append(buffer, row);
        if (buffer.length() >= BUFFER_CHARS) {
          flush(copy, buffer);
        }
      }
      flush(copy, buffer);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private static void flush(CopyIn copy, StringBuilder buffer) throws SQLException {
    byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    buffer.setLength(0);
  }

  private static void append(StringBuilder out, List<@Nullable String> row) {
    for (int i = 0; i < row.size(); i++) {
      if (i > 0) {
        out.append('\t');
      }
      String value = row.get(i);
      out.append(value == null ? "\\N" : escaped(value));
    }
    out.append('\n');
  }

  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
