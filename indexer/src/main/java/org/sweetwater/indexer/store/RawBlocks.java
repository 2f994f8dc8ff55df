package org.sweetwater.indexer.store;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.LogsBloom;

/**
 * Reads blocks and logs back as they were stored; what no projection needs of a header is made up.
 */
public record RawBlocks(Connection connection) {
  /** As many as a range of the backfill, which fits into memory for the same reasons. */
  private static final int BLOCKS_AT_ONCE = 500;

  private static final String BLOCKS =
      """
      SELECT number, hash, parent_hash, mined_at FROM chain.block
      WHERE has_logs AND number > ? ORDER BY number LIMIT ?
      """;
  private static final String LOGS =
      """
      SELECT block_number, block_hash, transaction_hash, transaction_index, log_index, address, topics, data
      FROM chain.log WHERE block_number BETWEEN ? AND ? ORDER BY block_number, log_index
      """;

  /** The next blocks with logs above {@code number}, ascending. */
  List<BlockLogs> after(long number) throws SQLException {
    List<Block> blocks = blocksAfter(number);
    if (blocks.isEmpty()) {
      return List.of();
    }
    Map<Long, List<LogEntry>> logs = logs(blocks.getFirst().number(), blocks.getLast().number());
    return blocks.stream()
        .map(block -> new BlockLogs(block, logs.getOrDefault(block.number(), List.of())))
        .toList();
  }

  /** The first column of the only row. */
  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private List<Block> blocksAfter(long number) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BLOCKS)) {
      statement.setLong(1, number);
      statement.setInt(2, BLOCKS_AT_ONCE);
      try (ResultSet rows = statement.executeQuery()) {
        List<Block> blocks = new ArrayList<>();
        while (rows.next()) {
          blocks.add(
              new Block(
                  rows.getLong(1),
                  Hash32.of(rows.getBytes(2)),
                  Hash32.of(rows.getBytes(3)),
                  rows.getObject(4, OffsetDateTime.class).toInstant(),
                  BigInteger.ZERO,
                  LogsBloom.UNKNOWN));
        }
        return blocks;
      }
    }
  }

  /** The logs that are stored for a block, in their order. */
  public List<LogEntry> logsOf(long number) throws SQLException {
    return logs(number, number).getOrDefault(number, List.of());
  }

  /** The stored block with this number; empty when none is, since it held no logs of ours. */
  public Optional<BlockRef> find(long number) throws SQLException {
    return first("WHERE number = " + number);
  }

  /** The newest block; empty before the first. */
  public Optional<BlockRef> head() throws SQLException {
    return first("ORDER BY number DESC LIMIT 1");
  }

  private Optional<BlockRef> first(String which) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT number, hash FROM chain.block " + which)) {
      return row.next()
          ? Optional.of(new BlockRef(row.getLong(1), Hash32.of(row.getBytes(2))))
          : Optional.empty();
    }
  }

  private Map<Long, List<LogEntry>> logs(long from, long to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOGS)) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      try (ResultSet rows = statement.executeQuery()) {
        Map<Long, List<LogEntry>> logs = new HashMap<>();
        while (rows.next()) {
          logs.computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>()).add(log(rows));
        }
        return logs;
      }
    }
  }

  private static LogEntry log(ResultSet row) throws SQLException {
    List<Hash32> topics = new ArrayList<>();
    for (Object topic : (Object[]) row.getArray(7).getArray()) {
      topics.add(Hash32.of((byte[]) topic));
    }
    return new LogEntry(
        new BlockRef(row.getLong(1), Hash32.of(row.getBytes(2))),
        Hash32.of(row.getBytes(3)),
        row.getInt(4),
        row.getInt(5),
        Address.of(row.getBytes(6)),
        topics,
        Bytes.of(row.getBytes(8)));
  }
}
