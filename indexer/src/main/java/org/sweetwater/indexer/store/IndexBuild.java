package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sweetwater.migrations.Projections;
import org.sweetwater.wrappers.RetryableException;

/**
 * Builds the indexes that queries need, several at once, each in a transaction of its own: a build
 * that was stopped anywhere finds what is there when it is run again.
 *
 * @param projections whose tables these are; when they are replaced meanwhile, the build fails
 */
record IndexBuild(DataSource dataSource, ProjectionState projections) {
  /**
   * Builds them.
   *
   * @param own a connection that is free; the others are opened, and closed again
   * @param connections how many work, 1 or more
   */
  void run(Connection own, int connections) throws SQLException {
    Queue<String> parts = new ConcurrentLinkedQueue<>(Projections.indexing(own, Projections.LIVE));
    List<Callable<@Nullable Void>> workers = new ArrayList<>();
    workers.add(() -> work(own, parts));
    for (int i = 1; i < connections; i++) {
      workers.add(() -> work(parts));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      try {
        for (Future<@Nullable Void> worker : threads.invokeAll(workers)) {
          worker.get();
        }
      } finally {
        // Whoever is interrupted waits for what was begun only.
        parts.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("database: interrupted while building indexes", e);
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private @Nullable Void work(Queue<String> parts) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      work(connection, parts);
      connection.setAutoCommit(true);
    }
    return null;
  }

  private @Nullable Void work(Connection connection, Queue<String> parts) throws SQLException {
    try {
      for (String part = parts.poll(); part != null; part = parts.poll()) {
        projections.requireUnchanged(connection);
        haveNoHelpers(connection);
        Projections.index(connection, Projections.LIVE, part);
        connection.commit();
      }
    } finally {
      // After a failure the others end with what they have begun.
      parts.clear();
    }
    return null;
  }

  /** The server's own would write what they sorted into files first, and the cores are busy. */
  private static void haveNoHelpers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL max_parallel_maintenance_workers = 0");
    }
  }

  private static SQLException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case SQLException cause -> cause;
      case RuntimeException cause -> throw cause;
      case null, default -> throw new IllegalStateException("building indexes failed", e);
    };
  }
}
