package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** eth_getLogs of {@link FakeBesu}: strict about ranges, and silent about the reason. */
final class FakeBesuLogs {
  /** Besu's {@code --rpc-max-logs-range}. */
  private static final long RANGE_DEFAULT = 5_000;

  private static final Set<String> MISSING_TAGS = Set.of("finalized", "safe");

  private final FakeBesuUpstream anvil;
  private volatile long rangeMax = RANGE_DEFAULT;

  FakeBesuLogs(FakeBesuUpstream anvil) {
    this.anvil = anvil;
  }

  void allowRangesOf(long blocks) {
    rangeMax = blocks;
  }

  JsonNode find(ArrayNode params) {
    ObjectNode filter = params.path(0).deepCopy();
    return filter.hasNonNull("blockHash") ? inBlock(filter) : inRange(filter);
  }

  private JsonNode inBlock(ObjectNode filter) {
    if (filter.hasNonNull("fromBlock") || filter.hasNonNull("toBlock")) {
      throw new FakeBesuError(-32602, "Invalid filter params");
    }
    String hash = filter.get("blockHash").asText();
    if (anvil.result("eth_getBlockByHash", hash, false).isNull()) {
      throw new FakeBesuError(-32000, "Block not found");
    }
    return anvil.result("eth_getLogs", filter);
  }

  private JsonNode inRange(ObjectNode filter) {
    String first = filter.path("fromBlock").asText("latest");
    String last = filter.path("toBlock").asText("latest");
    if (MISSING_TAGS.contains(first) || MISSING_TAGS.contains(last)) {
      throw new FakeBesuError(-32602, "Invalid block number params");
    }
    if (first.equals("pending") && last.equals("pending")) {
      return JsonNodeFactory.instance.arrayNode();
    }
    long head = anvil.head();
    long from = number(first, head);
    long to = number(last, head);
    if (to > head || from > to) {
      throw new FakeBesuError(-32602, "Invalid params");
    }
    if (to - from > rangeMax) {
      throw new FakeBesuError(-32005, "Requested range exceeds maximum RPC range limit");
    }
    filter.put("fromBlock", "0x" + Long.toHexString(from));
    filter.put("toBlock", "0x" + Long.toHexString(to));
    return anvil.result("eth_getLogs", filter);
  }

  private static long number(String block, long head) {
    return switch (block) {
      case "latest", "pending" -> head;
      case "earliest" -> 0;
      default -> Long.decode(block);
    };
  }
}
