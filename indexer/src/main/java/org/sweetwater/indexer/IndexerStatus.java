package org.sweetwater.indexer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.indexer.store.WriterState;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * How far a database is, whether an indexer runs or not.
 *
 * @param head the newest indexed block; empty before the first
 * @param minedAt its time
 * @param nodeHead the node's newest block
 * @param writer what the database says about its indexer
 * @param rows how many current rows each projection has
 */
record IndexerStatus(
    Optional<BlockRef> head,
    Optional<Instant> minedAt,
    long nodeHead,
    WriterState writer,
    Map<String, Long> rows) {
  private static final String ROWS =
      """
      SELECT 'operators', count(*) FROM chain.operator WHERE valid_until_block IS NULL
      UNION ALL SELECT 'nodes', count(*) FROM chain.node WHERE valid_until_block IS NULL
      UNION ALL SELECT 'ballots', count(*) FROM chain.ballot WHERE valid_until_block IS NULL
      UNION ALL SELECT 'votes', count(*) FROM chain.vote WHERE valid_until_block IS NULL
      UNION ALL SELECT 'voters', count(*) FROM chain.voter WHERE valid_until_block IS NULL
      UNION ALL SELECT 'experiments', count(*) FROM chain.experiment WHERE valid_until_block IS NULL
      UNION ALL SELECT 'rollouts', count(*) FROM chain.rollout WHERE valid_until_block IS NULL
      UNION ALL SELECT 'waves', count(*) FROM chain.wave WHERE valid_until_block IS NULL
      UNION ALL SELECT 'logs', count(*) FROM chain.log
      """;

  static IndexerStatus read(IndexerConfig config) {
    Deployment deployment = Deployment.read(Path.of(config.deployment()));
    long nodeHead = nodeHead(config.chain().nodes(), deployment.chainId());
    try (Database database = Database.open(config.database(), Role.INDEXER);
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return read(statement, nodeHead);
    } catch (SQLException e) {
      throw new FatalException(
          "database %s: cannot read schema chain (%s); run sw migrate, or sw indexer run once"
              .formatted(
                  config.database().url(),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** The head of the first node that answers. */
  private static long nodeHead(List<RpcNode> nodes, long chainId) {
    RetryableException failure = new RetryableException("chain: no node is configured");
    for (RpcNode node : nodes) {
      try (ChainClient client = ChainClient.connect(node.endpoint(), chainId)) {
        return client.blockNumber();
      } catch (RetryableException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static IndexerStatus read(Statement statement, long nodeHead) throws SQLException {
    WriterState writer = WriterState.read(statement);
    Map<String, Long> rows = new LinkedHashMap<>();
    try (ResultSet counts = statement.executeQuery(ROWS)) {
      while (counts.next()) {
        rows.put(counts.getString(1), counts.getLong(2));
      }
    }
    String newest = "SELECT number, hash, mined_at FROM chain.block ORDER BY number DESC LIMIT 1";
    try (ResultSet block = statement.executeQuery(newest)) {
      if (!block.next()) {
        return new IndexerStatus(Optional.empty(), Optional.empty(), nodeHead, writer, rows);
      }
      BlockRef head = new BlockRef(block.getLong(1), Hash32.of(block.getBytes(2)));
      Instant minedAt = block.getObject(3, OffsetDateTime.class).toInstant();
      return new IndexerStatus(Optional.of(head), Optional.of(minedAt), nodeHead, writer, rows);
    }
  }

  String toText() {
    String indexed =
        head.map(
                block ->
                    "indexed   block %d of %s, %s%nnode      block %d, %d ahead"
                        .formatted(
                            block.number(),
                            minedAt.orElseThrow(),
                            block.hash(),
                            nodeHead,
                            Math.max(0, nodeHead - block.number())))
            .orElseGet(() -> "indexed   nothing yet%nnode      block %d".formatted(nodeHead));
    StringBuilder text = new StringBuilder(indexed);
    text.append("%nhealth    %s".formatted(writer.health()));
    text.append("%nversion   %d".formatted(writer.version()));
    rows.forEach((name, count) -> text.append("%n%-10s%d".formatted(name, count)));
    return text.toString();
  }

  String toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("headBlock", head.map(BlockRef::number).orElse(null));
    json.put("headHash", head.map(block -> block.hash().hex()).orElse(null));
    json.put("headTime", minedAt.map(Instant::toString).orElse(null));
    json.put("nodeHead", nodeHead);
    json.put("lagBlocks", head.map(block -> Math.max(0, nodeHead - block.number())).orElse(null));
    json.put("projectionsVersion", writer.version());
    json.put("health", writer.health());
    ObjectNode counts = json.putObject("rows");
    rows.forEach(counts::put);
    return json.toString();
  }
}
