package org.sweetwater.bench.indexer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogsBloom;

/**
 * A synthetic log source: answers the JSON-RPC methods that indexers ask with the workload's blocks
 * and logs, made afresh for each answer, so that any number of events takes no memory.
 *
 * <p>Hashes are the numbers of what they name. Headers hold what our client reads, and the bloom
 * filter is right.
 */
final class LogServer implements Node {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HexFormat HEX = HexFormat.of();
  private static final int BLOOM_INPUTS = 3;
  private static final long FIRST_SECOND = 1_700_000_000L;
  private static final String BALLOT = Workload.DEPLOYMENT.ballot().lowerHex();

  private final Workload workload;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** By hex digits of an address or topic that comes again and again. */
  private final Map<String, int[]> bloomBits = new ConcurrentHashMap<>();

  private LogServer(Workload workload, HttpServer server) {
    this.workload = workload;
    this.server = server;
  }

  static LogServer start(Workload workload) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    LogServer node = new LogServer(workload, server);
    server.createContext("/", node::handle);
    server.setExecutor(node.threads);
    server.start();
    return node;
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    String answer =
        request.isArray()
            ? StreamSupport.stream(request.spliterator(), false)
                .map(this::answer)
                .collect(Collectors.joining(",", "[", "]"))
            : answer(request);
    byte[] body = answer.getBytes(StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private String answer(JsonNode request) {
    JsonNode params = request.path("params");
    String method = request.path("method").asText();
    String result =
        switch (method) {
          case "eth_chainId" -> quoted(Workload.DEPLOYMENT.chainId());
          case "net_version" -> "\"" + Workload.DEPLOYMENT.chainId() + "\"";
          case "web3_clientVersion" -> "\"sweetwater-bench\"";
          case "eth_syncing" -> "false";
          case "eth_getCode" -> "\"0x00\"";
          case "eth_blockNumber" -> quoted(workload.blocks());
          case "eth_getBlockByNumber" -> block(number(params.get(0).textValue()));
          case "eth_getBlockByHash" -> block(ofHash(params.get(0).textValue()));
          case "eth_getLogs" -> logs(params.get(0));
          default -> "";
        };
    String id = request.path("id").toString();
    return result.isEmpty()
        ? "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"Method not found: %s\"}}"
            .formatted(id, method)
        : "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
  }

  private long number(String tag) {
    return tag.startsWith("0x") ? Long.decode(tag) : tag.equals("earliest") ? 0 : workload.blocks();
  }

  private static long ofHash(String hash) {
    return Long.parseLong(hash.substring(2), 16) - 1;
  }

  /** The genesis has number 0; no hash is zero. */
  private static String hashOf(long number) {
    return "0x" + word(number + 1);
  }

  private static String word(long number) {
    return "0".repeat(48) + HEX.toHexDigits(number, 16);
  }

  private static String quoted(long number) {
    return "\"0x" + Long.toHexString(number) + "\"";
  }

  private String block(long number) {
    if (number > workload.blocks()) {
      return "null";
    }
    List<Workload.Emission> events = number == 0 ? List.of() : workload.block(number);
    String parent = number == 0 ? "0x" + word(0) : hashOf(number - 1);
    return "{\"number\":%s,\"hash\":\"%s\",\"parentHash\":\"%s\",\"timestamp\":%s,\"baseFeePerGas\":\"0x0\",\"gasLimit\":\"0x1e8480\",\"gasUsed\":\"0x0\",\"logsBloom\":\"0x%s\",\"transactions\":[]}"
        .formatted(
            quoted(number), hashOf(number), parent, quoted(FIRST_SECOND + number), bloom(events));
  }

  private String logs(JsonNode filter) {
    if (filter.has("blockHash")) {
      long number = ofHash(filter.get("blockHash").textValue());
      return logs(number, number);
    }
    return logs(
        Math.max(1, number(filter.path("fromBlock").asText("latest"))),
        Math.min(workload.blocks(), number(filter.path("toBlock").asText("latest"))));
  }

  private String logs(long from, long to) {
    StringBuilder out = new StringBuilder("[");
    LongStream.rangeClosed(Math.max(1, from), to).forEach(number -> append(out, number));
    return out.append(']').toString();
  }

  private void append(StringBuilder out, long number) {
    int index = 0;
    for (Workload.Emission event : workload.block(number)) {
      out.append(out.length() == 1 ? "" : ",").append("{\"address\":\"").append(BALLOT);
      out.append("\",\"topics\":[");
      for (int i = 0; i < event.topics().size(); i++) {
        out.append(i == 0 ? "\"0x" : ",\"0x").append(event.topics().get(i)).append('"');
      }
      out.append("],\"data\":\"0x").append(event.data());
      out.append("\",\"blockHash\":\"").append(hashOf(number));
      out.append("\",\"blockNumber\":").append(quoted(number));
      out.append(",\"transactionHash\":\"").append(hashOf(number));
      out.append("\",\"transactionIndex\":\"0x0\",\"logIndex\":").append(quoted(index++));
      out.append(",\"removed\":false}");
    }
  }

  private String bloom(List<Workload.Emission> events) {
    byte[] bits = new byte[LogsBloom.LENGTH];
    if (!events.isEmpty()) {
      set(bits, BALLOT.substring(2));
    }
    events.stream()
        .flatMap(event -> event.topics().stream())
        .distinct()
        .forEach(topic -> set(bits, topic));
    return HEX.formatHex(bits);
  }

  /** The Yellow Paper's M3:2048. */
  private void set(byte[] bits, String digits) {
    for (int bit : bloomBits.computeIfAbsent(digits, LogServer::bitsOf)) {
      bits[LogsBloom.LENGTH - 1 - bit / 8] |= (byte) (1 << bit % 8);
    }
  }

  private static int[] bitsOf(String digits) {
    byte[] hash = Hash32.keccak(HEX.parseHex(digits)).bytes();
    int[] bits = new int[BLOOM_INPUTS];
    for (int i = 0; i < BLOOM_INPUTS; i++) {
      bits[i] = ((hash[2 * i] & 0xff) << 8 | (hash[2 * i + 1] & 0xff)) % (8 * LogsBloom.LENGTH);
    }
    return bits;
  }
}
