package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.migrations.Projections;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;

/**
 * Makes the projections anew from the raw logs, without a node, beside those that answer queries.
 *
 * <p>An indexer may go on writing meanwhile: {@link #step} by step the rebuild catches up with the
 * raw logs, takes back what the indexer took back, and at last {@link #swap} replaces the live
 * tables in one transaction. Each step is a transaction that says how far it came, so a rebuild
 * that was stopped anywhere goes on there, and the live tables stay as they are until the swap.
 *
 * <p>Failures are {@link RetryableException} or {@link FatalException}; this object is then to be
 * closed and opened anew.
 */
public final class Rebuild implements AutoCloseable {
  // "sweetreb" in ASCII: a number of our own among the database's advisory locks.
  private static final long REBUILD_LOCK = 0x7377656574726562L;

  /** The highest block that both know; -1 for none. */
  private static final String COMMON_BLOCKS =
      "SELECT coalesce(max(number), -1) FROM chain_next.applied JOIN chain.block USING (number, hash)";

  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

  private final Connection connection;
  private final Projection projection;
  private final RawBlocks raw;
  private RowMemory memory = RowMemory.ofUnknownTables();

  private Rebuild(Connection connection, Projection projection) {
    this.connection = connection;
    this.projection = projection;
    this.raw = new RawBlocks(connection);
  }

  /**
   * Begins, or goes on with a rebuild of this version that was stopped.
   *
   * @throws RetryableException when another rebuild is under way
   */
  public static Rebuild open(DataSource dataSource, Projection projection) {
    try {
      Rebuild rebuild = new Rebuild(dataSource.getConnection(), projection);
      try {
        rebuild.connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        rebuild.connection.setAutoCommit(false);
        rebuild.lock();
        rebuild.prepare();
        rebuild.connection.commit();
        return rebuild;
      } catch (SQLException | RuntimeException e) {
        rebuild.close();
        throw e;
      }
    } catch (SQLException e) {
      throw StoreErrors.of(e);
    }
  }

  private void lock() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_try_advisory_lock(%d)".formatted(REBUILD_LOCK))) {
      row.next();
      if (!row.getBoolean(1)) {
        throw new RetryableException(
            "database: another sw indexer reindex or verify is under way; wait for it, or stop it");
      }
    }
  }

  private void prepare() throws SQLException {
    String unfinished = "SELECT count(*) FROM chain.rebuild WHERE version = " + Projections.VERSION;
    try (Statement statement = connection.createStatement()) {
      boolean isUnfinished;
      try (ResultSet row = statement.executeQuery(unfinished)) {
        row.next();
        isUnfinished = row.getLong(1) == 1;
      }
      if (!isUnfinished) {
        Projections.createNext(connection);
        statement.execute(
            "CREATE TABLE chain_next.applied (number bigint PRIMARY KEY, hash chain.hash32 NOT NULL)");
        statement.execute("DELETE FROM chain.rebuild");
        statement.execute(
            "INSERT INTO chain.rebuild (version) VALUES (%d)".formatted(Projections.VERSION));
        memory = RowMemory.ofEmptyTables();
      }
    }
  }

  /**
   * Projects the next blocks with logs, or takes back some that are no longer on the chain.
   *
   * @return the last block that is in the new tables now; empty when there was nothing to do
   */
  public OptionalLong step() {
    try {
      OptionalLong last = catchUp();
      connection.commit();
      return last;
    } catch (SQLException e) {
      throw StoreErrors.of(e);
    }
  }

  /** Builds the indexes of the new tables, unless they are there. */
  public void buildIndexes() {
    try {
      if (raw.number(
              "SELECT count(*) FROM pg_indexes WHERE schemaname = 'chain_next' AND indexname = 'vote_replaced'")
          == 0) {
        Projections.createIndexes(connection, Projections.NEXT);
      }
      connection.commit();
    } catch (SQLException e) {
      throw StoreErrors.of(e);
    }
  }

  /**
   * Puts the new tables in place of the live ones, in one transaction that first projects what is
   * left; a running indexer waits for it, and queries wait for the moment of the exchange.
   */
  public void swap() {
    try (Statement statement = connection.createStatement()) {
      // Before anything is read, so that what is read is what the writer left.
      statement.execute("LOCK TABLE chain.projection IN EXCLUSIVE MODE");
      statement.execute("SET LOCAL statement_timeout = 0");
      OptionalLong last = catchUp();
      while (last.isPresent()) {
        last = catchUp();
      }
      statement.execute("DROP TABLE chain_next.applied");
      // Queries of several statements hold the weakest lock on it: one that began on the old tables
      // would find the new ones empty, whose rows are younger than what it sees.
      statement.execute("LOCK TABLE chain.projection IN ACCESS EXCLUSIVE MODE");
      Projections.install(connection, true);
      statement.execute("DELETE FROM chain.rebuild");
      connection.commit();
    } catch (SQLException e) {
      throw StoreErrors.of(e);
    }
  }

  /**
   * Compares the new tables with the live ones as of one moment, and gives the new ones up.
   *
   * @return for each table that differs, how many rows only one of the two has
   */
  public Map<String, Long> compareAndDrop() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = 0");
      OptionalLong last = catchUp();
      while (last.isPresent()) {
        last = catchUp();
      }
      Map<String, Long> differences = new LinkedHashMap<>();
      List<Table> tables = new ArrayList<>(Table.VERSIONED);
      tables.addAll(Table.FACTS);
      for (Table table : tables) {
        long rows = raw.number(differing(table));
        if (rows > 0) {
          differences.put(table.name(), rows);
        }
      }
      Projections.dropNext(connection);
      statement.execute("DELETE FROM chain.rebuild");
      connection.commit();
      return differences;
    } catch (SQLException e) {
      throw StoreErrors.of(e);
    }
  }

  private static String differing(Table table) {
    String columns = Shape.Column.names(table.insertedColumns());
    return """
        SELECT count(*) FROM (
          (SELECT %1$s FROM chain.%2$s EXCEPT ALL SELECT %1$s FROM chain_next.%2$s)
          UNION ALL
          (SELECT %1$s FROM chain_next.%2$s EXCEPT ALL SELECT %1$s FROM chain.%2$s)) AS differing
        """
        .formatted(columns, table.name());
  }

  private OptionalLong catchUp() throws SQLException {
    long applied = raw.number("SELECT coalesce(max(number), -1) FROM chain_next.applied");
    if (applied >= 0 && raw.number(COMMON_BLOCKS + " WHERE number = " + applied) < 0) {
      long common = raw.number(COMMON_BLOCKS);
      takeBack(common);
      return OptionalLong.of(common);
    }
    List<BlockLogs> blocks = raw.after(applied);
    if (blocks.isEmpty()) {
      return OptionalLong.empty();
    }
    Projection.Changes changes = projection.of(blocks);
    CurrentRows.findByIndex(connection);
    UnitOfWork work = UnitOfWork.load(connection, Projections.NEXT, changes.keys(), memory);
    changes.make().accept(work);
    Writing writing = Writing.of(connection, work.size(), StoreSetting.USUAL);
    work.write(writing, Projections.NEXT);
    writing.finish();
    CurrentRows.findAnyhow(connection);
    markApplied(blocks);
    // A failure makes this object useless, so its memory may be ahead of the commit.
    work.remember(memory);
    return OptionalLong.of(blocks.getLast().block().number());
  }

  private void takeBack(long number) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = 0");
      new Rollback(statement, Projections.NEXT).to(number);
      statement.execute("DELETE FROM chain_next.applied WHERE number > " + number);
    }
    memory.forgetRows();
  }

  private void markApplied(List<BlockLogs> blocks) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO chain_next.applied SELECT unnest(?::bigint[]), unnest(?::bytea[])")) {
      Object[] numbers = blocks.stream().map(each -> each.block().number()).toArray();
      byte[][] hashes =
          blocks.stream().map(each -> each.block().hash().bytes()).toArray(byte[][]::new);
      statement.setArray(1, connection.createArrayOf("bigint", numbers));
      statement.setArray(2, connection.createArrayOf("bytea", hashes));
      statement.executeUpdate();
    }
  }

  /** Gives the connection back, without what was not committed. */
  @Override
  public void close() {
    try (connection;
        Statement statement = connection.createStatement()) {
      connection.rollback();
      statement.execute("SELECT pg_advisory_unlock(%d)".formatted(REBUILD_LOCK));
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // A broken connection is gone, and with it the lock; nothing is left to give back.
      LOG.debug("rebuild closed: reason={}", e.getMessage());
    }
  }
}
