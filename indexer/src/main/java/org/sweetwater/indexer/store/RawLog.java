package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/** Blocks and logs as the node gave them. */
record RawLog(Connection connection) {
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
    long oldestKept = blocks.getLast().block().number() - ChainStore.HEADERS_KEPT;
    BulkInsert.into(
        connection,
        "chain.block",
        BLOCK_COLUMNS,
        blocks.stream()
            .filter(b -> !b.logs().isEmpty() || b.block().number() > oldestKept)
            .map(RawLog::blockTexts)
            .toList());
    BulkInsert.into(
        connection,
        "chain.log",
        LOG_COLUMNS,
        blocks.stream().flatMap(b -> b.logs().stream()).map(RawLog::logTexts).toList());
    String prune = "DELETE FROM chain.block WHERE number <= ? AND NOT has_logs";
    try (PreparedStatement statement = connection.prepareStatement(prune)) {
      statement.setLong(1, oldestKept);
      statement.executeUpdate();
    }
  }

  private static List<@Nullable String> blockTexts(BlockLogs blockLogs) {
    Block block = blockLogs.block();
    return Arrays.asList(
        Long.toString(block.number()),
        Scalar.bytea(block.hash().bytes()),
        Scalar.bytea(block.parentHash().bytes()),
        Scalar.of(Instant.class).text(block.timestamp()),
        Boolean.toString(!blockLogs.logs().isEmpty()));
  }

  private static List<@Nullable String> logTexts(LogEntry log) {
    return Arrays.asList(
        Long.toString(log.block().number()),
        Scalar.bytea(log.block().hash().bytes()),
        Scalar.bytea(log.transactionHash().bytes()),
        Integer.toString(log.transactionIndex()),
        Integer.toString(log.logIndex()),
        Scalar.bytea(log.address().bytes()),
        log.topics().stream()
            .map(topic -> "\"\\" + Scalar.bytea(topic.bytes()) + "\"")
            .collect(Collectors.joining(",", "{", "}")),
        Scalar.bytea(log.data().bytes()));
  }
}
