package org.sweetwater.bench.indexer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The plainest program that could do it: {@code eth_getLogs}, decode, COPY, one range after the
 * other, into one table without an index.
 *
 * <p>A process of its own, as what it is compared with: arguments are the node's URL, JDBC's, the
 * last block. It prints the seconds from its first request to its last commit.
 */
final class Floor {
  private static final int RANGE_BLOCKS = 500;
  private static final int WORD_DIGITS = 64;
  private static final int ADDRESS_AT = 26;
  private static final String[] CHOICES = {"", "For", "Against", "Abstain"};
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TABLE =
      """
      CREATE TABLE floor_vote (
        ballot_id bytea, voter bytea, vote_id bytea, choice text, power bigint, voted_at timestamptz,
        block_number bigint, block_hash bytea, transaction_hash bytea, log_index integer)
      """;

  private Floor() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    URI node = URI.create(args[0]);
    long blocks = Long.parseLong(args[2]);
    try (HttpClient http = HttpClient.newHttpClient();
        Connection connection = DriverManager.getConnection(args[1], "postgres", "")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(TABLE);
      }
      connection.setAutoCommit(false);
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      long began = System.nanoTime();
      for (long from = 1; from <= blocks; from += RANGE_BLOCKS) {
        copy(copy, logs(http, node, from, Math.min(blocks, from + RANGE_BLOCKS - 1)));
        connection.commit();
      }
      System.out.println((System.nanoTime() - began) / 1e9);
    }
  }

  private static JsonNode logs(HttpClient http, URI node, long from, long to)
      throws IOException, InterruptedException {
    String request =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getLogs\",\"params\":[{\"address\":\"%s\",\"fromBlock\":\"0x%x\",\"toBlock\":\"0x%x\"}]}"
            .formatted(Workload.DEPLOYMENT.ballot().lowerHex(), from, to);
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(node)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    return JSON.readTree(response.body()).required("result");
  }

  private static void copy(CopyManager copy, JsonNode logs) throws SQLException, IOException {
    StringBuilder rows = new StringBuilder();
    for (JsonNode log : logs) {
      JsonNode topics = log.get("topics");
      if (topics.get(0).textValue().endsWith(Workload.COUNTED)) {
        append(rows, log, topics, log.get("data").textValue());
      }
    }
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    copy.copyIn("COPY floor_vote FROM STDIN", new ByteArrayInputStream(bytes));
  }

  private static void append(StringBuilder rows, JsonNode log, JsonNode topics, String data) {
    rows.append("\\\\x").append(topics.get(1).textValue(), 2, 2 + WORD_DIGITS);
    rows.append("\t\\\\x").append(topics.get(2).textValue(), ADDRESS_AT, 2 + WORD_DIGITS);
    rows.append("\t\\\\x").append(data, 2, 2 + WORD_DIGITS);
    rows.append('\t').append(CHOICES[number(data, 1).intValueExact()]);
    rows.append('\t').append(number(data, 2));
    rows.append('\t').append(Instant.ofEpochSecond(number(data, 3).longValueExact()));
    rows.append('\t').append(Long.decode(log.get("blockNumber").textValue()));
    rows.append("\t\\\\x").append(log.get("blockHash").textValue(), 2, 2 + WORD_DIGITS);
    rows.append("\t\\\\x").append(log.get("transactionHash").textValue(), 2, 2 + WORD_DIGITS);
    rows.append('\t').append(Long.decode(log.get("logIndex").textValue())).append('\n');
  }

  private static BigInteger number(String data, int word) {
    int from = 2 + word * WORD_DIGITS;
    return new BigInteger(data.substring(from, from + WORD_DIGITS), 16);
  }
}
