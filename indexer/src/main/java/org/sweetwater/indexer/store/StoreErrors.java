package org.sweetwater.indexer.store;

import java.sql.SQLException;
import java.util.Set;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;

/**
 * Sorts what PostgreSQL says into what time may mend and what it will not.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
 *     codes</a>
 */
final class StoreErrors {
  /** Connection lost, out of resources, deadlock or serialisation, stopped by the operator. */
  private static final Set<String> RETRYABLE_CLASSES = Set.of("08", "40", "53", "57", "58");

  private static final Set<String> RETRYABLE_STATES = Set.of("55P03");

  private StoreErrors() {}

  static RuntimeException of(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String message =
        "database: %s (SQL state %s)"
            .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), state);
    // The driver gives no state for some failures of its own, such as a closed connection.
    boolean isRetryable =
        state.length() < 2
            || RETRYABLE_CLASSES.contains(state.substring(0, 2))
            || RETRYABLE_STATES.contains(state);
    return isRetryable ? new RetryableException(message, e) : new FatalException(message, e);
  }
}
