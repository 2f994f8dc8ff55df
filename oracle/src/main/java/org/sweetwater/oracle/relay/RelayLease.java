package org.sweetwater.oracle.relay;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.sweetwater.wrappers.RetryableException;

/**
 * The right to work on the outbox: one daemon at a time. A PostgreSQL advisory lock, held by a
 * connection that is used for nothing else, so that it ends with the process however that dies; and
 * a number that grows with each holder, so that a holder who lost the connection without noticing
 * cannot sign anything more.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">
 *     PostgreSQL advisory locks</a>
 */
final class RelayLease implements AutoCloseable {
  /** "swrelay" in ASCII: advisory locks of one database share one space of numbers. */
  private static final long LOCK = 0x73_77_72_65_6c_61_79L;

  private static final int ALIVE_TIMEOUT_SECONDS = 5;

  private final Connection connection;
  private final long epoch;

  private RelayLease(Connection connection, long epoch) {
    this.connection = connection;
    this.epoch = epoch;
  }

  /** Takes the lease; empty while another daemon has it. */
  static Optional<RelayLease> tryAcquire(DataSource dataSource) {
    try {
      Connection connection = dataSource.getConnection();
      try {
        if (read(connection, "SELECT pg_try_advisory_lock(" + LOCK + ")::int") == 1) {
          long epoch =
              read(connection, "UPDATE oracle.relay_lease SET epoch = epoch + 1 RETURNING epoch");
          return Optional.of(new RelayLease(connection, epoch));
        }
      } catch (SQLException failed) {
        connection.close();
        throw failed;
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException failed) {
      throw new RetryableException("relay: cannot take the lease: " + failed.getMessage(), failed);
    }
  }

  /** This holder's number; each holder has a higher one than those before. */
  long epoch() {
    return epoch;
  }

  /** Whether the connection that holds the lock still answers. */
  boolean isHeld() {
    try {
      return connection.isValid(ALIVE_TIMEOUT_SECONDS);
    } catch (SQLException negativeTimeout) {
      throw new IllegalStateException("JDBC refuses a positive time-out", negativeTimeout);
    }
  }

  /** Gives the lease up, so that the next daemon need not wait for this process to end. */
  @Override
  public void close() {
    try (connection) {
      read(connection, "SELECT pg_advisory_unlock(" + LOCK + ")::int");
    } catch (SQLException failed) {
      // The server drops the lock with the connection, and the pool drops a broken connection.
      throw new RetryableException(
          "relay: cannot return the lease: " + failed.getMessage(), failed);
    }
  }

  private static long read(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
