package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;

/**
 * Blocks, accounts, calls and estimates of {@link FakeBesu}: null where Besu has nothing, which it
 * does not call an error.
 */
final class FakeBesuState {
  /** What eth_call has where it names no gas (Osaka), and what a transaction may have at most. */
  private static final String GAS_DEFAULT = "0x1000000";

  private static final BigInteger GAS_CAP = BigInteger.valueOf(100_000_000);
  private static final int REVERTED = 3;
  private static final Set<String> MISSING_TAGS = Set.of("finalized", "safe");
  private static final Set<String> TAGS = Set.of("latest", "pending", "earliest");

  /** Vanity, one validator, and room for a seal: longer than the 32 bytes of other chains. */
  private static final String EXTRA_DATA = "0xf87aa0" + "00".repeat(120);

  private static final String MIX_HASH =
      "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365";

  /** A whole stack trace, on several lines. */
  private static final String INTERNAL_ERROR =
      """
      Internal error (java.lang.IllegalStateException: Cannot remove more wei than account has
      \tat org.hyperledger.besu.evm.account.MutableAccount.decrementBalance(MutableAccount.java:65)
      \tat java.base/java.lang.Thread.run(Thread.java:1474))""";

  private final FakeBesuUpstream anvil;
  private volatile long kept = Long.MAX_VALUE;

  FakeBesuState(FakeBesuUpstream anvil) {
    this.anvil = anvil;
  }

  void keep(long blocks) {
    kept = blocks;
  }

  JsonNode block(ArrayNode params) {
    String block = tag(params.path(0));
    return isAhead(block)
        ? NullNode.getInstance()
        : qbft(anvil.result("eth_getBlockByNumber", block, params.path(1).asBoolean()));
  }

  JsonNode receipts(ArrayNode params) {
    String block = tag(params.path(0));
    return isAhead(block) ? NullNode.getInstance() : anvil.result("eth_getBlockReceipts", block);
  }

  /** Balance, code, nonce or storage; the block is parameter {@code place}. */
  JsonNode account(String method, ArrayNode params, int place) {
    if (isUnknown(params.path(place))) {
      return NullNode.getInstance();
    }
    if (isForgotten(params.path(place))) {
      return method.equals("eth_getTransactionCount")
          ? new TextNode("0x0")
          : NullNode.getInstance();
    }
    return anvil.ask(method, params).path("result");
  }

  JsonNode call(ArrayNode params) {
    JsonNode block = params.path(1);
    if (isUnknown(block)) {
      return NullNode.getInstance();
    }
    if (isForgotten(block)) {
      throw new FakeBesuError(-32603, "Internal error");
    }
    ArrayNode passed = params.deepCopy();
    passed.set(0, request(params.path(0)));
    return revertsOrResult(anvil.ask("eth_call", passed));
  }

  /** The least gas, but for 1.5 %, with which the call succeeds; anvil's own is more generous. */
  JsonNode estimate(ArrayNode params) {
    ArrayNode passed = params.deepCopy();
    ObjectNode request = request(params.path(0));
    requireFunds(request);
    passed.set(0, request);
    if (passed.size() < 2) {
      passed.add("latest");
    }
    BigInteger enough =
        FakeBesuUpstream.quantity(revertsOrResult(anvil.ask("eth_estimateGas", passed)));
    BigInteger tooLittle = BigInteger.valueOf(20_999);
    while (enough
            .subtract(tooLittle)
            .multiply(BigInteger.valueOf(1000))
            .compareTo(enough.multiply(BigInteger.valueOf(15)))
        > 0) {
      BigInteger middle = enough.add(tooLittle).shiftRight(1);
      request.put("gas", "0x" + middle.toString(16));
      if (anvil.ask("eth_call", passed).has("error")) {
        tooLittle = middle;
      } else {
        enough = middle;
      }
    }
    return new TextNode("0x" + enough.toString(16));
  }

  private void requireFunds(ObjectNode request) {
    if (request.hasNonNull("value") && request.hasNonNull("from")) {
      BigInteger balance =
          FakeBesuUpstream.quantity(
              anvil.result("eth_getBalance", request.get("from").asText(), "latest"));
      if (FakeBesuUpstream.quantity(request.get("value")).compareTo(balance) > 0) {
        throw new FakeBesuError(-32603, INTERNAL_ERROR);
      }
    }
  }

  private static ObjectNode request(JsonNode given) {
    ObjectNode request = given.deepCopy();
    boolean isTorn =
        request.hasNonNull("data")
            && request.hasNonNull("input")
            && !request.get("data").equals(request.get("input"));
    if (isTorn) {
      throw new FakeBesuError(-32602, "Invalid call params");
    }
    if (!request.hasNonNull("gas")) {
      request.put("gas", GAS_DEFAULT);
    } else if (FakeBesuUpstream.quantity(request.get("gas")).compareTo(GAS_CAP) > 0) {
      request.put("gas", "0x" + GAS_CAP.toString(16));
    }
    return request;
  }

  private static JsonNode revertsOrResult(JsonNode answer) {
    if (!answer.has("error")) {
      return answer.path("result");
    }
    String message = answer.at("/error/message").asText();
    if (answer.at("/error/code").asInt() == REVERTED) {
      String reason = message.replaceFirst("(?i)^execution reverted:?\\s*", "");
      throw new FakeBesuError(
          REVERTED,
          reason.isEmpty() ? "Execution reverted" : "Execution reverted (" + reason + ")",
          answer.at("/error/data").asText("0x"));
    }
    throw message.toLowerCase(Locale.ROOT).contains("gas")
        ? new FakeBesuError(
            -32000,
            "Transaction processing could not be completed due to an exception (Out of gas)")
        : new FakeBesuError(-32000, message);
  }

  /** A block tag or number as anvil takes it. */
  private static String tag(JsonNode block) {
    String text = block.asText();
    if (MISSING_TAGS.contains(text)) {
      throw new FakeBesuError(-39001, "Unknown block");
    }
    if (!TAGS.contains(text) && !text.matches("0x[0-9a-fA-F]+")) {
      throw new FakeBesuError(-32602, "Invalid block param (block not found)");
    }
    // The pending block is the newest sealed one.
    return text.equals("pending") ? "latest" : text;
  }

  private boolean isUnknown(JsonNode block) {
    if (block.hasNonNull("blockHash")) {
      return anvil.result("eth_getBlockByHash", block.get("blockHash").asText(), false).isNull();
    }
    return isAhead(tag(block));
  }

  private boolean isAhead(String block) {
    return block.startsWith("0x") && Long.decode(block) > anvil.head();
  }

  private boolean isForgotten(JsonNode block) {
    String text = block.asText();
    return text.startsWith("0x") && Long.decode(text) < anvil.head() - kept;
  }

  /** The block with the header fields of a QBFT chain; its hash is not that of what is shown. */
  static JsonNode qbft(JsonNode block) {
    if (block instanceof ObjectNode fields) {
      fields.put("extraData", EXTRA_DATA);
      fields.put("mixHash", MIX_HASH);
      fields.put("difficulty", "0x1").put("totalDifficulty", "0x1");
      fields.put("gasLimit", "0x1fffffffffffff");
    }
    return block;
  }
}
