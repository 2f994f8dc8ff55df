package org.sweetwater.wrappers.chain;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * One node's JSON-RPC, as Besu and anvil speak it.
 *
 * <p>Every method blocks and may be called by many threads; none belongs on an event loop. What a
 * caller must expect is in the return type; the rest is a {@link RetryableException} (unreachable,
 * lagging, an {@link RpcErrorException}) or a {@link FatalException} (wrong chain, wrong endpoint).
 * Where a node answers null for state that it no longer has, that is a failure, never zero.
 */
public final class ChainClient implements AutoCloseable {
  /** Requests that travel together; Besu takes at most 1,024. */
  private static final int BATCH_MAX = 500;

  /** Some 50 MB in memory; a range with more is asked for in parts. */
  private static final int LOGS_MAX = 50_000;

  private final JsonRpc rpc;
  private final long chainId;

  private ChainClient(JsonRpc rpc, long chainId) {
    this.rpc = rpc;
    this.chainId = chainId;
  }

  /**
   * Connects and asks for the chain id, whatever it is.
   *
   * @throws RetryableException when the node does not answer
   */
  public static ChainClient connect(RpcEndpoint endpoint) {
    JsonRpc rpc = new JsonRpc(endpoint);
    try {
      return new ChainClient(rpc, rpc.require("eth_chainId", List.of(), JsonReader::number));
    } catch (RuntimeException failed) {
      rpc.close();
      throw failed;
    }
  }

  /**
   * Connects and checks that the node is on chain {@code chainIdExpected}.
   *
   * @throws RetryableException when the node does not answer
   * @throws FatalException when it is on another chain
   */
  public static ChainClient connect(RpcEndpoint endpoint, long chainIdExpected) {
    ChainClient client = connect(endpoint);
    if (client.chainId != chainIdExpected) {
      client.close();
      throw new FatalException(
          "chain: expected chain id "
              + chainIdExpected
              + " at "
              + endpoint.shown()
              + ", found "
              + client.chainId
              + ": correct chain.rpcUrl, or use the deployment of that chain");
    }
    return client;
  }

  /** The chain id that the node gave when we connected. */
  public long chainId() {
    return chainId;
  }

  /** The node's own name and version, such as {@code besu/v26.8.0/linux-x86_64/...}. */
  public String clientVersion() {
    return RpcError.oneLine(rpc.require("web3_clientVersion", List.of(), JsonReader::text));
  }

  /** The number of the newest block, read afresh. */
  public long blockNumber() {
    return rpc.require("eth_blockNumber", List.of(), JsonReader::number);
  }

  /** The newest block. */
  public Block latestBlock() {
    return rpc.requireStreamed("eth_getBlockByNumber", List.of("latest", false), BlockParser::read);
  }

  /** The block with this number on the node's branch; empty when the node has none (yet). */
  public Optional<Block> blockByNumber(long number) {
    List<?> params = List.of(BlockTag.at(number).toParam(), false);
    return rpc.askStreamed("eth_getBlockByNumber", params, BlockParser::read);
  }

  /**
   * The blocks from {@code from} to {@code to}, both included, asked for in one batch; each is
   * empty when the node has none (yet). They may be of different branches when the node changes its
   * own meanwhile.
   */
  public List<Optional<Block>> blocksByNumber(long from, long to) {
    List<List<?>> params =
        LongStream.rangeClosed(from, to)
            .<List<?>>mapToObj(number -> List.of(BlockTag.at(number).toParam(), false))
            .toList();
    return rpc.askAllStreamed("eth_getBlockByNumber", params, BlockParser::read);
  }

  /** The block with this hash; empty when the node does not know it. */
  public Optional<Block> blockByHash(Hash32 hash) {
    List<?> params = List.of(hash.hex(), false);
    return rpc.askStreamed("eth_getBlockByHash", params, BlockParser::read);
  }

  /**
   * The events of some contracts in some blocks, in the chain's order.
   *
   * <p>Both ends count. Never ask past a freshly read {@link #blockNumber}: Besu answers that with
   * an error, and so does a node that lags. A range above the node's limit is an {@link
   * RpcErrorException} with {@link RpcErrorException#isRangeLimit}; more than 50,000 logs are a
   * {@link TooManyLogsException}.
   *
   * @param addresses at least one
   */
  public List<LogEntry> logs(long fromBlock, long toBlock, List<Address> addresses) {
    if (fromBlock > toBlock || addresses.isEmpty()) {
      throw new IllegalArgumentException(
          "logs: expected a range and an address, found "
              + fromBlock
              + ".."
              + toBlock
              + " and "
              + addresses);
    }
    Map<String, Object> filter = filter(addresses);
    filter.put("fromBlock", BlockTag.at(fromBlock).toParam());
    filter.put("toBlock", BlockTag.at(toBlock).toParam());
    return rpc.requireStreamed(
        "eth_getLogs", List.of(filter), parser -> LogParser.read(parser, LOGS_MAX));
  }

  /**
   * The events of one contract whose first indexed argument is {@code subject}, in the chain's
   * order; the range is as for the others.
   */
  public List<LogEntry> logsAbout(long fromBlock, long toBlock, Address address, Hash32 subject) {
    Map<String, Object> filter = filter(List.of(address));
    filter.put("fromBlock", BlockTag.at(fromBlock).toParam());
    filter.put("toBlock", BlockTag.at(toBlock).toParam());
    // null stands for any event.
    filter.put("topics", Arrays.asList(null, subject.hex()));
    return rpc.require("eth_getLogs", List.of(filter), JsonReader::logs);
  }

  /** The events of some contracts in exactly this block; a retryable error when it is unknown. */
  public List<LogEntry> logs(Hash32 blockHash, List<Address> addresses) {
    return logs(List.of(blockHash), addresses).getFirst();
  }

  /** The same for several blocks in one batch, in their order. */
  public List<List<LogEntry>> logs(List<Hash32> blockHashes, List<Address> addresses) {
    List<List<?>> params =
        blockHashes.stream().<List<?>>map(hash -> List.of(filter(hash, addresses))).toList();
    return rpc
        .askAllStreamed("eth_getLogs", params, parser -> LogParser.read(parser, Integer.MAX_VALUE))
        .stream()
        .map(logs -> logs.orElseThrow(() -> rpc.missing("eth_getLogs")))
        .toList();
  }

  /**
   * All events of a block, of any contract, out of its receipts, in the chain's order; empty when
   * the node does not know the block.
   */
  public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
    return rpc.ask("eth_getBlockReceipts", List.of(blockHash.hex()), JsonReader::logsOfReceipts);
  }

  /** Calls a contract without a sender and without changing anything. */
  public CallOutcome call(Address to, Bytes data, BlockTag block) {
    List<?> params = List.of(request(null, to, data), block.toParam());
    return outcome(() -> rpc.require("eth_call", params, JsonReader::bytes));
  }

  /**
   * The same with so much gas and no more, of which the call itself takes a part (EIP-2028). With a
   * limit of our own, code that uses it up or breaks has answered: it counts as a revert without
   * data.
   */
  public CallOutcome call(Address to, Bytes data, BlockTag block, BigInteger gas) {
    Map<String, String> request = request(null, to, data);
    request.put("gas", "0x" + gas.toString(16));
    try {
      return called(request, block);
    } catch (RpcErrorException error) {
      if (error.isHalt()) {
        return new CallOutcome.Reverted(new Revert(Bytes.EMPTY));
      }
      return new CallOutcome.Reverted(error.revert().orElseThrow(() -> error));
    }
  }

  /**
   * As {@link #call} with several questions to one contract, which travel together.
   *
   * @return the outcomes in the order of the questions
   */
  public List<CallOutcome> callAll(Address to, List<Bytes> data, BlockTag block) {
    List<CallOutcome> outcomes = new ArrayList<>();
    for (int from = 0; from < data.size(); from += BATCH_MAX) {
      List<List<?>> params =
          data.subList(from, Math.min(data.size(), from + BATCH_MAX)).stream()
              .<List<?>>map(each -> List.of(request(null, to, each), block.toParam()))
              .toList();
      rpc.requireAll("eth_call", params, JsonReader::bytes).stream()
          .map(ChainClient::outcome)
          .forEach(outcomes::add);
    }
    return outcomes;
  }

  private static CallOutcome outcome(Supplier<Bytes> answer) {
    try {
      return new CallOutcome.Returned(answer.get());
    } catch (RpcErrorException error) {
      return new CallOutcome.Reverted(error.revert().orElseThrow(() -> error));
    }
  }

  private CallOutcome called(Map<String, String> request, BlockTag block) {
    List<?> params = List.of(request, block.toParam());
    return new CallOutcome.Returned(rpc.require("eth_call", params, JsonReader::bytes));
  }

  /** How much gas a transaction without value would need on top of the newest block. */
  public EstimateOutcome estimateGas(Address from, Address to, Bytes data) {
    List<?> params = List.of(request(from, to, data), BlockTag.LATEST.toParam());
    try {
      return new EstimateOutcome.Enough(
          rpc.require("eth_estimateGas", params, JsonReader::quantity));
    } catch (RpcErrorException error) {
      return new EstimateOutcome.Reverted(error.revert().orElseThrow(() -> error));
    }
  }

  /** What to offer for gas now: {@link Fees#NONE} where the base fee is zero. */
  public Fees fees() {
    BigInteger baseFee = latestBlock().baseFeePerGas();
    if (baseFee.signum() == 0) {
      return Fees.NONE;
    }
    BigInteger tip = rpc.require("eth_maxPriorityFeePerGas", List.of(), JsonReader::quantity);
    return Fees.above(baseFee, tip);
  }

  /** Hands a signed transaction to the node; sending one twice is harmless. */
  public SendOutcome sendRawTransaction(Bytes signed) {
    Hash32 hash = signed.keccak();
    try {
      List<?> params = List.of(signed.hex());
      rpc.require("eth_sendRawTransaction", params, JsonReader::text);
      return new SendOutcome.Accepted(hash);
    } catch (RpcErrorException error) {
      return SendOutcome.from(hash, error.code(), error.reason());
    }
  }

  /** The receipt of a mined transaction; empty while it waits, and for unknown ones. */
  public Optional<Receipt> receipt(Hash32 transaction) {
    List<?> params = List.of(transaction.hex());
    return rpc.ask("eth_getTransactionReceipt", params, JsonReader::receipt);
  }

  /** The transaction, waiting or mined; empty when the node does not know it (any more). */
  public Optional<ChainTransaction> transaction(Hash32 hash) {
    List<?> params = List.of(hash.hex());
    return rpc.ask("eth_getTransactionByHash", params, JsonReader::transaction);
  }

  /**
   * The nonce of the account's next transaction. Ask for {@link BlockTag#LATEST} or {@link
   * BlockTag#PENDING} only: for older blocks Besu may answer 0 instead of an error.
   */
  public BigInteger nonce(Address account, BlockTag block) {
    List<?> params = List.of(account.lowerHex(), block.toParam());
    return rpc.require("eth_getTransactionCount", params, JsonReader::quantity);
  }

  /** The account's balance in wei. */
  public BigInteger balance(Address account, BlockTag block) {
    List<?> params = List.of(account.lowerHex(), block.toParam());
    return rpc.require("eth_getBalance", params, JsonReader::quantity);
  }

  /** The runtime code at an address; empty for an account without code. */
  public Bytes codeAt(Address address, BlockTag block) {
    List<?> params = List.of(address.lowerHex(), block.toParam());
    return rpc.require("eth_getCode", params, JsonReader::bytes);
  }

  /** Closes the connections. */
  @Override
  public void close() {
    rpc.close();
  }

  private static Map<String, Object> filter(Hash32 blockHash, List<Address> addresses) {
    Map<String, Object> filter = filter(addresses);
    filter.put("blockHash", blockHash.hex());
    return filter;
  }

  private static Map<String, Object> filter(List<Address> addresses) {
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("address", addresses.stream().map(Address::lowerHex).toList());
    return filter;
  }

  private static Map<String, String> request(@Nullable Address from, Address to, Bytes data) {
    Map<String, String> request = new LinkedHashMap<>();
    if (from != null) {
      request.put("from", from.lowerHex());
    }
    request.put("to", to.lowerHex());
    request.put("data", data.hex());
    return request;
  }
}
