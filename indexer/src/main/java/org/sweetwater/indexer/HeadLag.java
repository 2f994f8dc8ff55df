package org.sweetwater.indexer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.RetryableException;

/** How old the state is that the tables show, for people who think in seconds. */
final class HeadLag implements CommitListener {
  private volatile Optional<Instant> minedAt = Optional.empty();

  /** Begins with the state that an earlier run left in the tables. */
  void resume(DataSource source) {
    String newest = "SELECT mined_at FROM chain.block ORDER BY number DESC LIMIT 1";
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(newest)) {
      if (row.next()) {
        minedAt = Optional.of(row.getObject(1, OffsetDateTime.class).toInstant());
      }
    } catch (SQLException e) {
      throw new RetryableException("database: the newest block cannot be read", e);
    }
  }

  @Override
  public void committed(ChainEvent event, Optional<BlockRef> head) {
    if (event instanceof ChainEvent.Extended(var blocks)) {
      minedAt = Optional.of(blocks.getLast().block().timestamp());
    }
  }

  /**
   * Seconds since the newest indexed block was mined; 0 while no newer one is known, however long
   * ago that was.
   */
  double seconds(long lagBlocks, Instant now) {
    return lagBlocks == 0
        ? 0
        : minedAt
            .map(mined -> Math.max(0, Duration.between(mined, now).toMillis() / 1e3))
            .orElse(0.0);
  }
}
