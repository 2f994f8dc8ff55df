package org.sweetwater.indexer.chain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.RpcErrorException;

/** The chain as one node tells it over JSON-RPC. */
public final class RpcChainSource implements ChainSource {
  /**
   * What nodes say when a log query is too large, in lower case. Besu: -32005 "Requested range
   * exceeds maximum RPC range limit", -32603 "Timeout expired"; Geth and providers: "query returned
   * more than 10000 results", "response size exceeded", "block range is too wide". Besu's plain
   * "Invalid params" is not among them: that is a node which lags behind the head we saw.
   */
  private static final List<String> TOO_LARGE =
      List.of(
          "range limit",
          "block range",
          "range is too",
          "range too",
          "more than",
          "size exceed",
          "too many",
          "timeout",
          "timed out");

  private final ChainClient client;
  private final List<Address> contracts;

  /** Reads the logs of these contracts; the caller closes the client. */
  public RpcChainSource(ChainClient client, List<Address> contracts) {
    this.client = client;
    this.contracts = List.copyOf(contracts);
  }

  @Override
  public long headNumber() {
    return client.blockNumber();
  }

  @Override
  public Optional<Block> blockByNumber(long number) {
    return client.blockByNumber(number);
  }

  @Override
  public List<LogEntry> logs(long fromBlock, long toBlock) {
    return orTooLarge(() -> client.logs(fromBlock, toBlock, contracts));
  }

  @Override
  public List<LogEntry> logs(Hash32 blockHash) {
    return client.logs(blockHash, contracts);
  }

  private static List<LogEntry> orTooLarge(Supplier<List<LogEntry>> query) {
    try {
      return query.get();
    } catch (RpcErrorException e) {
      String reason = e.reason().toLowerCase(Locale.ROOT);
      if (e.isRangeLimit() || TOO_LARGE.stream().anyMatch(reason::contains)) {
        throw new RangeTooLargeException(e.reason(), e);
      }
      throw e;
    }
  }
}
