package org.sweetwater.indexer.graphql;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.sweetwater.indexer.graphql.ApiException.Code;

/** What one request reads: one transaction, so that all of its answer shows the same block. */
final class ReadSession implements AutoCloseable {
  private static final String MARKS =
      """
      WITH head AS (SELECT max(number) AS number FROM chain.block)
      SELECT number, hash FROM chain.block
      WHERE number = ANY (
        ?::bigint[] || (SELECT number FROM head)
        || ARRAY(SELECT head.number - distance FROM head, unnest(?::bigint[]) AS distance))
      """;

  private final Connection connection;
  private final RowReader rows;
  private final Instant deadline;
  private final Duration timeMax;
  private Duration limit;

  private ReadSession(Connection connection, Duration timeMax) {
    this.connection = connection;
    this.rows = new RowReader(connection);
    this.timeMax = timeMax;
    this.limit = timeMax;
    this.deadline = Instant.now().plus(timeMax);
  }

  /** A block's header. */
  record Head(long number, String hash, long timestamp) {
    Position.Mark mark() {
      return ReadSession.mark(number, hash);
    }
  }

  /** A block by its number and its hash in hex. */
  static Position.Mark mark(long number, String hash) {
    return new Position.Mark(number, Long.parseUnsignedLong(hash, 2, 2 + 2 * Long.BYTES, 16));
  }

  static ReadSession open(DataSource source, Duration timeMax) throws SQLException {
    Connection connection = source.getConnection();
    try {
      connection.setAutoCommit(false);
      // Sent together with BEGIN: the driver's own setters are a question each. The lock lets no
      // rebuilt tables take the place of those that this request begins to read.
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
                + " SET LOCAL statement_timeout = %d;".formatted(timeMax.toMillis())
                + " LOCK TABLE chain.projection IN ACCESS SHARE MODE");
      }
      return new ReadSession(connection, timeMax);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Reads within what is left of the request's time.
   *
   * @throws ApiException when no time is left
   */
  <T> T read(Entity entity, Supplier<T> work) {
    limitTime();
    if (entity.lifetime() != Entity.Lifetime.OFF_CHAIN) {
      return work.get();
    }
    // Where the oracle's views are missing, the rest of the request must still be answered.
    Savepoint before = savepoint();
    try {
      return work.get();
    } catch (ApiException e) {
      rollback(before);
      throw e;
    }
  }

  RowReader rows() {
    return rows;
  }

  /** The newest block; an error while nothing is indexed. */
  Head head() {
    return block("ORDER BY number DESC LIMIT 1").orElseThrow(ReadSession::nothingIndexed);
  }

  private static ApiException nothingIndexed() {
    return new ApiException(Code.BLOCK_NOT_INDEXED, "nothing is indexed yet; ask again soon");
  }

  /** The header with this number; empty when it is not kept. */
  Optional<Head> findBlock(long number) {
    return block("WHERE number = " + number);
  }

  private Optional<Head> block(String which) {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT number, hash, mined_at FROM chain.block " + which);
        ResultSet result = statement.executeQuery()) {
      return result.next()
          ? Optional.of(
              new Head(
                  result.getLong(1),
                  "0x" + HexFormat.of().formatHex(result.getBytes(2)),
                  result.getObject(3, OffsetDateTime.class).toEpochSecond()))
          : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException("reading a block failed", e);
    }
  }

  /**
   * The newest block, those so far below it, and those with these numbers, by number; without those
   * that are not stored.
   */
  NavigableMap<Long, Position.Mark> marks(List<Long> numbers, List<Long> distances) {
    NavigableMap<Long, Position.Mark> marks = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(MARKS)) {
      statement.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
      statement.setArray(2, connection.createArrayOf("bigint", distances.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          long number = rows.getLong(1);
          marks.put(number, new Position.Mark(number, ByteBuffer.wrap(rows.getBytes(2)).getLong()));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("reading blocks failed", e);
    }
    if (marks.isEmpty()) {
      throw nothingIndexed();
    }
    return marks;
  }

  /**
   * Lets the next statement take no longer than what is left. A limit that is a tenth too long is
   * left as it is: most requests are over by then, and setting it costs a round trip.
   */
  private void limitTime() {
    Duration left = Duration.between(Instant.now(), deadline);
    if (!left.isPositive()) {
      throw new ApiException(
          Code.TIMEOUT,
          "the request took more than %d ms; ask for less".formatted(timeMax.toMillis()));
    }
    if (limit.minus(left).compareTo(timeMax.dividedBy(10)) < 0) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT set_config('statement_timeout', ?, true)")) {
      // PostgreSQL takes 0 for no limit.
      statement.setString(1, Long.toString(Math.max(1, left.toMillis())));
      statement.execute();
      limit = left;
    } catch (SQLException e) {
      throw new IllegalStateException("setting the time limit failed", e);
    }
  }

  private Savepoint savepoint() {
    try {
      return connection.setSavepoint();
    } catch (SQLException e) {
      throw new IllegalStateException("setting a savepoint failed", e);
    }
  }

  private void rollback(Savepoint savepoint) {
    try {
      connection.rollback(savepoint);
    } catch (SQLException e) {
      throw new IllegalStateException("rolling back to a savepoint failed", e);
    }
  }

  /** Ends the transaction and gives the connection back. */
  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.rollback();
    }
  }
}
