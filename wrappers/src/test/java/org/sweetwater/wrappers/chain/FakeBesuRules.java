package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;

/** Besu's answer to each method; what it answers as anvil does is passed on. */
final class FakeBesuRules implements AutoCloseable {
  private static final int FEE_HISTORY_MAX = 1024;

  /** Answered alike by both. */
  private static final Set<String> ALIKE =
      Set.of(
          "eth_chainId",
          "eth_blockNumber",
          "eth_syncing",
          "eth_getTransactionReceipt",
          "eth_getTransactionByBlockHashAndIndex",
          "eth_getTransactionByBlockNumberAndIndex",
          "eth_getBlockTransactionCountByHash",
          "eth_newFilter",
          "eth_newBlockFilter",
          "eth_newPendingTransactionFilter",
          "eth_getFilterChanges",
          "eth_uninstallFilter",
          "eth_createAccessList",
          "eth_blobBaseFee",
          "net_version",
          "net_listening",
          "net_peerCount",
          "web3_sha3");

  /** Known to Besu and not enabled, or not possible without keys in the node. */
  private static final Set<String> NOT_ENABLED =
      Set.of(
          "eth_sendTransaction",
          "eth_sign",
          "eth_signTransaction",
          "admin_nodeInfo",
          "admin_peers",
          "miner_start",
          "miner_stop",
          "perm_getNodesAllowlist");

  private final FakeBesuUpstream anvil;
  private final FakeBesuPool pool;
  private final FakeBesuState state;
  private final FakeBesuLogs logs;

  FakeBesuRules(FakeBesuUpstream anvil) {
    this.anvil = anvil;
    this.pool = new FakeBesuPool(anvil);
    this.state = new FakeBesuState(anvil);
    this.logs = new FakeBesuLogs(anvil);
  }

  void keepStateOf(long blocks) {
    state.keep(blocks);
  }

  void allowRangesOf(long blocks) {
    logs.allowRangesOf(blocks);
  }

  void losePool() {
    pool.lose();
  }

  /** The answer to one request, result or error. */
  ObjectNode answer(JsonNode request) {
    JsonNode id = request.path("id");
    JsonNode params = request.path("params");
    ArrayNode list =
        params instanceof ArrayNode array ? array : JsonNodeFactory.instance.arrayNode();
    try {
      return FakeBesuConnection.result(id, result(request.path("method").asText(), list));
    } catch (FakeBesuError refused) {
      return refused.answer(id);
    }
  }

  private JsonNode result(String method, ArrayNode params) {
    return switch (method) {
      case "web3_clientVersion" ->
          new TextNode("FakeBesu/26.8.0 before " + anvil.result("web3_clientVersion").asText());
      case "eth_accounts" -> JsonNodeFactory.instance.arrayNode();
      case "eth_gasPrice" -> new TextNode("0x0");
      case "eth_maxPriorityFeePerGas" -> new TextNode("0x1");
      case "eth_feeHistory" -> feeHistory(params);
      case "eth_getBlockByNumber" -> state.block(params);
      case "eth_getBlockByHash" -> FakeBesuState.qbft(passed(method, params));
      case "eth_getBlockReceipts" -> state.receipts(params);
      case "eth_call" -> state.call(params);
      case "eth_estimateGas" -> state.estimate(params);
      case "eth_getBalance", "eth_getCode", "eth_getTransactionCount" ->
          state.account(method, params, 1);
      case "eth_getStorageAt" -> state.account(method, params, 2);
      case "eth_getLogs" -> logs.find(params);
      case "eth_sendRawTransaction" -> pool.send(params.path(0).asText());
      case "eth_getTransactionByHash" ->
          pool.findQueued(params.path(0).asText()).orElseGet(() -> passed(method, params));
      default -> other(method, params);
    };
  }

  private JsonNode other(String method, ArrayNode params) {
    if (ALIKE.contains(method)) {
      return passed(method, params);
    }
    throw NOT_ENABLED.contains(method)
        ? new FakeBesuError(-32604, "Method not enabled")
        : new FakeBesuError(-32601, "Method not found");
  }

  private JsonNode feeHistory(ArrayNode params) {
    if (Long.decode(params.path(0).asText()) > FEE_HISTORY_MAX) {
      throw new FakeBesuError(-32602, "Invalid block count params");
    }
    return passed("eth_feeHistory", params);
  }

  private JsonNode passed(String method, ArrayNode params) {
    JsonNode answer = anvil.ask(method, params);
    if (answer.has("error")) {
      throw new FakeBesuError(
          answer.at("/error/code").asInt(), answer.at("/error/message").asText());
    }
    return answer.has("result") ? answer.get("result") : NullNode.getInstance();
  }

  @Override
  public void close() {
    anvil.close();
  }
}
