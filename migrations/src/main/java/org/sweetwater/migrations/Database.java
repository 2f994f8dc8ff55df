package org.sweetwater.migrations;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * A service's pool of connections, each of which works under the service's group role.
 *
 * <p>Statements that run longer than {@link #STATEMENT_TIMEOUT}, or another limit that the service
 * sets, and transactions that stand idle as long, are ended by the server.
 */
public final class Database implements AutoCloseable {
  /** How long a statement may take, unless the service says; migrations are not bound by it. */
  public static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Opens a pool whose connections have taken the role on.
   *
   * @throws DatabaseException in one line with the remedy when the server cannot be reached,
   *     refuses the login, has no such database, or the user may not take the role on
   */
  public static Database open(DatabaseConfig config, Role role) {
    return open(config, role, STATEMENT_TIMEOUT);
  }

  /**
   * As {@link #open(DatabaseConfig, Role)}, with another limit.
   *
   * @param statementTimeout how long a statement, or a transaction that stands idle, may take. The
   *     server keeps the time: JDBC's own query time-out starts a thread for every statement
   */
  public static Database open(DatabaseConfig config, Role role, Duration statementTimeout) {
    String name = "sweetwater-" + role.name().toLowerCase(Locale.ROOT);
    DataSource unpooled = Connections.to(config, name);
    // Before the pool, because the pool hides the server's reason.
    Connections.probe(config, unpooled);
    probe(config, unpooled, role, statementTimeout);
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setDataSource(unpooled);
    hikari.setMaximumPoolSize(config.poolSize());
    hikari.setConnectionTimeout(Connections.TIMEOUT.toMillis());
    hikari.setConnectionInitSql(sessionSql(role, statementTimeout));
    return new Database(new HikariDataSource(hikari));
  }

  /** The pool; closed with this object. */
  public DataSource dataSource() {
    return pool;
  }

  /** Closes every connection. */
  @Override
  public void close() {
    pool.close();
  }

  private static void probe(
      DatabaseConfig config, DataSource source, Role role, Duration statementTimeout) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sessionSql(role, statementTimeout));
    } catch (SQLException e) {
      throw DatabaseErrors.takingRole(config, role, e);
    }
  }

  private static String sessionSql(Role role, Duration statementTimeout) {
    long millis = statementTimeout.toMillis();
    return "SET ROLE %s; SET statement_timeout = %d; SET idle_in_transaction_session_timeout = %d"
        .formatted(role.sqlName(), millis, millis);
  }
}
