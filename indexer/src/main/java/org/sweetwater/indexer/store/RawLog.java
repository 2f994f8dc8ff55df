package org.sweetwater.indexer.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Blocks and logs as the node gave them.
 *
 * @param headersKept how many of the newest headers stay, whatever they hold
 */
record RawLog(Writing writing, int headersKept) {
  private static final List<Shape.Column> BLOCK_COLUMNS =
      List.of(
          Shape.Column.of("number", long.class),
          Shape.Column.of("hash", Hash32.class),
          Shape.Column.of("parent_hash", Hash32.class),
          Shape.Column.of("mined_at", Instant.class),
          Shape.Column.of("has_logs", boolean.class));
  private static final List<Shape.Column> LOG_COLUMNS =
      List.of(
          Shape.Column.of("block_number", long.class),
          Shape.Column.of("block_hash", Hash32.class),
          Shape.Column.of("transaction_hash", Hash32.class),
          Shape.Column.of("transaction_index", int.class),
          Shape.Column.of("log_index", int.class),
          Shape.Column.of("address", Address.class),
          Shape.Column.of("topics", List.class),
          Shape.Column.of("data", Bytes.class));
  private static final String PRUNE = "DELETE FROM chain.block WHERE number <= ? AND NOT has_logs";

  /** Adds blocks, keeps those with logs for ever and the others for a while. */
  void add(List<BlockLogs> blocks) throws SQLException {
    long oldestKept = blocks.getLast().block().number() - headersKept;
    try (RowWriter rows = writing.rows("chain.block", BLOCK_COLUMNS)) {
      for (BlockLogs block : blocks) {
        if (!block.logs().isEmpty() || block.block().number() > oldestKept) {
          write(block, rows);
        }
      }
      rows.finish();
    }
    addLogs(blocks);
    writing.run(new Writing.Change(PRUNE, List.of(oldestKept), Writing.Change.ANY));
  }

  static int logsIn(List<BlockLogs> blocks) {
    return blocks.stream().mapToInt(block -> block.logs().size()).sum();
  }

  private void addLogs(List<BlockLogs> blocks) throws SQLException {
    if (logsIn(blocks) == 0) {
      return;
    }
    try (RowWriter rows = writing.rows("chain.log", LOG_COLUMNS)) {
      for (BlockLogs block : blocks) {
        for (LogEntry log : block.logs()) {
          write(log, rows);
        }
      }
      rows.finish();
    }
  }

  private static void write(BlockLogs blockLogs, RowWriter out) throws SQLException {
    Block block = blockLogs.block();
    out.row(BLOCK_COLUMNS.size());
    out.int8(block.number());
    out.hash(block.hash());
    out.hash(block.parentHash());
    out.timestamptz(block.timestamp());
    out.bool(!blockLogs.logs().isEmpty());
  }

  private static void write(LogEntry log, RowWriter out) throws SQLException {
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
