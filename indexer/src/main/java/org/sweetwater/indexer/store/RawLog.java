package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Blocks and logs as the node gave them.
 *
 * @param headersKept how many of the newest headers stay, whatever they hold
 */
record RawLog(Connection connection, int headersKept) {
  private static final List<String> BLOCK_COLUMNS =
      List.of("number", "hash", "parent_hash", "mined_at", "has_logs");
  private static final List<String> LOG_COLUMNS =
      List.of(
          "block_number",
          "block_hash",
          "transaction_hash",
          "transaction_index",
          "log_index",
          "address",
          "topics",
          "data");

  /** Adds blocks, keeps those with logs for ever and the others for a while. */
  void add(List<BlockLogs> blocks) throws SQLException {
    long oldestKept = blocks.getLast().block().number() - headersKept;
    try (BinaryCopy copy = BinaryCopy.into(connection, "chain.block", BLOCK_COLUMNS)) {
      for (BlockLogs block : blocks) {
        if (!block.logs().isEmpty() || block.block().number() > oldestKept) {
          write(block, copy);
          copy.flushWhenFull();
        }
      }
      copy.finish();
    }
    addLogs(blocks);
    String prune = "DELETE FROM chain.block WHERE number <= ? AND NOT has_logs";
    try (PreparedStatement statement = connection.prepareStatement(prune)) {
      statement.setLong(1, oldestKept);
      statement.executeUpdate();
    }
  }

  private void addLogs(List<BlockLogs> blocks) throws SQLException {
    if (blocks.stream().allMatch(block -> block.logs().isEmpty())) {
      return;
    }
    try (BinaryCopy copy = BinaryCopy.into(connection, "chain.log", LOG_COLUMNS)) {
      for (BlockLogs block : blocks) {
        for (LogEntry log : block.logs()) {
          write(log, copy);
          copy.flushWhenFull();
        }
      }
      copy.finish();
    }
  }

  private static void write(BlockLogs blockLogs, BinaryCopy out) {
    Block block = blockLogs.block();
    out.row(BLOCK_COLUMNS.size());
    out.int8(block.number());
    out.hash(block.hash());
    out.hash(block.parentHash());
    out.timestamptz(block.timestamp());
    out.bool(!blockLogs.logs().isEmpty());
  }

  private static void write(LogEntry log, BinaryCopy out) {
    out.row(LOG_COLUMNS.size());
    out.int8(log.block().number());
    out.hash(log.block().hash());
    out.hash(log.transactionHash());
    out.int4(log.transactionIndex());
    out.int4(log.logIndex());
    out.address(log.address());
    out.hashes(log.topics());
    out.bytes(log.data());
  }
}
