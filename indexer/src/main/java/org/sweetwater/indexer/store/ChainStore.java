package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.indexer.project.Ledger;
import org.sweetwater.indexer.project.Row;
import org.sweetwater.migrations.Projections;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * The one writer of schema {@code chain}.
 *
 * <p>Everything goes through one connection that holds an advisory lock, so that two indexers never
 * write the same database. Each method but one is one transaction: after a failure nothing of it is
 * stored, and this object is to be closed and opened anew, unless it {@link #isSound}. Failures are
 * {@link RetryableException} or {@link org.sweetwater.wrappers.FatalException}.
 */
public final class ChainStore implements AutoCloseable {
  // "sweetidx" in ASCII: a number of our own among the database's advisory locks.
  static final long WRITER_LOCK = 0x7377656574696478L;

  private static final Logger LOG = LoggerFactory.getLogger(ChainStore.class);

  private final DataSource dataSource;
  private final StoreSetting setting;
  private final Connection connection;
  private RowMemory memory = RowMemory.ofUnknownTables();
  private ProjectionState projections = ProjectionState.NONE;
  private Optional<BlockRef> head = Optional.empty();
  private boolean isSound = true;

  private ChainStore(DataSource dataSource, StoreSetting setting) throws SQLException {
    this.dataSource = dataSource;
    this.setting = setting;
    this.connection = dataSource.getConnection();
  }

  /** As {@link #open(DataSource, Source, StoreSetting)}, with the usual setting. */
  public static ChainStore open(DataSource dataSource, Source source) {
    return open(dataSource, source, StoreSetting.USUAL);
  }

  /**
   * Becomes the writer of a database that was indexed from this source, or from none yet.
   *
   * @throws RetryableException when another indexer is the writer
   * @throws org.sweetwater.wrappers.FatalException when the database was indexed from another
   *     source, or its projections are of another version
   */
  public static ChainStore open(DataSource dataSource, Source source, StoreSetting setting) {
    try {
      ChainStore store = new ChainStore(dataSource, setting);
      try {
        store.connection.setAutoCommit(false);
        store.lock();
        new SourceCheck(store.connection).claim(source);
        store.projections = ProjectionState.read(store.connection).requireOurs();
        store.connection.commit();
        store.head = store.newestUpTo(Long.MAX_VALUE, 1).stream().findFirst();
        if (!store.isIndexed() || store.head.isEmpty()) {
          store.allowAnyTime();
          store.memory = RowMemory.ofStoredRows(store.connection, Projections.LIVE);
        }
        CurrentRows.findByIndex(store.connection);
        store.commitWithoutWaiting();
        store.connection.commit();
        return store;
      } catch (SQLException | RuntimeException e) {
        store.close();
        throw e;
      }
    } catch (SQLException e) {
      throw StoreErrors.of(e);
    }
  }

  /**
   * From now on a commit does not wait until it is on the disk. After a crash of the server the
   * last half second may be missing, always whole transactions from some moment on: rows and cursor
   * are of one block still, and what is missing is read from the chain again. At the head the wait
   * is a tenth of the time until a subscriber has its rows, and all of it when the disk is busy.
   *
   * @see <a href="https://www.postgresql.org/docs/current/wal-async-commit.html">Asynchronous
   *     commit</a>
   */
  private void commitWithoutWaiting() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
    }
  }

  private void lock() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_try_advisory_lock(%d)".formatted(WRITER_LOCK))) {
      row.next();
      if (!row.getBoolean(1)) {
        throw new RetryableException(
            "database: another indexer writes it; stop that one, or give this one a database of its own");
      }
    }
  }

  /**
   * The block that the tables are right as of; empty before the first. The only writer knows it
   * without asking.
   */
  public Optional<BlockRef> head() {
    return head;
  }

  /** Stored blocks from {@code number} downwards, newest first; there may be gaps. */
  public List<BlockRef> newestUpTo(long number, int limit) {
    String sql =
        "SELECT number, hash FROM chain.block WHERE number <= ? ORDER BY number DESC LIMIT ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, number);
      statement.setInt(2, limit);
      List<BlockRef> blocks = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          blocks.add(new BlockRef(rows.getLong(1), Hash32.of(rows.getBytes(2))));
        }
      }
      connection.commit();
      return blocks;
    } catch (SQLException e) {
      isSound = false;
      throw StoreErrors.of(e);
    }
  }

  /**
   * Adds the blocks that follow the head: raw logs, projections and the new head in one
   * transaction.
   *
   * @param blocks in ascending order without gaps
   * @param keys every row that {@code projection} looks up or replaces; may be named several times
   * @param projection changes the rows
   */
  public void append(
      List<BlockLogs> blocks, Collection<Row.Key> keys, Consumer<Ledger> projection) {
    change(
        () -> {
          UnitOfWork work = UnitOfWork.load(connection, Projections.LIVE, keys, memory);
          projection.accept(work);
          Writing writing = Writing.of(connection, work.size() + RawLog.logsIn(blocks), setting);
          // Rows that were read before the projections were replaced go no further than here.
          projections.requireUnchanged(writing);
          new RawLog(writing, setting.headersKept()).add(blocks);
          work.write(writing, Projections.LIVE);
          writing.finish();
          connection.commit();
          head = Optional.of(blocks.getLast().block().ref());
          work.remember(memory);
        });
  }

  /**
   * Takes back every block above {@code number}: the tables are then as they were when that block
   * was the head. A number below the first block empties them.
   */
  public void rollBackTo(long number) {
    change(
        () -> {
          projections.requireUnchanged(connection);
          // However deep: a rollback that is stopped half-way would be tried again for ever.
          allowAnyTime();
          try (Statement statement = connection.createStatement()) {
            new Rollback(statement, Projections.LIVE).to(number);
            statement.execute("DELETE FROM chain.log WHERE block_number > " + number);
            statement.execute("DELETE FROM chain.block WHERE number > " + number);
          }
          connection.commit();
          memory.forgetRows();
        });
    head = newestUpTo(number, 1).stream().findFirst();
  }

  /**
   * Whether the tables have every index. A database without rows begins without those that only
   * queries need; {@link #buildIndexes} adds them when the first backfill is done, and until then a
   * restart changes nothing.
   */
  public boolean isIndexed() {
    return projections.indexed();
  }

  /**
   * Builds the indexes that queries need. Unlike the others it is several transactions, of which
   * the last says that all indexes are there; what an earlier build left is not built again.
   */
  public void buildIndexes() {
    change(
        () -> {
          new IndexBuild(dataSource, projections).run(connection, setting.indexersMax());
          projections.requireUnchanged(connection);
          projections.markIndexed(connection);
          connection.commit();
          projections = projections.withIndexes();
        });
  }

  /** Lets the statements of this transaction take as long as they need. */
  private void allowAnyTime() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = 0");
    }
  }

  private interface Change {
    void make() throws SQLException;
  }

  private void change(Change change) {
    isSound = false;
    try {
      change.make();
    } catch (SQLException e) {
      throw StoreErrors.of(e);
    }
    isSound = true;
  }

  /** Whether no change has failed: this object may then go on, whatever else failed around it. */
  public boolean isSound() {
    return isSound;
  }

  /** Gives the connection back, without what was not committed and without the lock. */
  @Override
  public void close() {
    try (connection;
        Statement statement = connection.createStatement()) {
      connection.rollback();
      CurrentRows.findAnyhow(connection);
      statement.execute("RESET synchronous_commit");
      statement.execute("SELECT pg_advisory_unlock(%d)".formatted(WRITER_LOCK));
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // A broken connection is gone, and with it the lock; nothing is left to give back.
      LOG.debug("store closed: reason={}", e.getMessage());
    }
  }
}
