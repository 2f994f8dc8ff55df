package org.sweetwater.indexer.chain;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.RpcErrorException;
import org.sweetwater.wrappers.chain.TooManyLogsException;

/** The chain as one node tells it over JSON-RPC. */
public final class RpcChainSource implements ChainSource {
  /** Requests in one batch: well below the limits of Besu (1,024), Geth (1,000) and providers. */
  private static final int BATCH_MAX = 100;

  /** Blocks whose logs are asked for by hash in one batch. */
  private static final int HASHES_MAX = 20;

  private final ChainClient client;
  private final List<Address> contracts;
  private final Parallel parallel = new Parallel();
  private volatile int batch = BATCH_MAX;

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

  /** In batches, which are halved for a while after a failure: some nodes take few or none. */
  @Override
  public List<Block> blocks(long from, long to) {
    if (from == to) {
      return List.of(ChainSource.requireBlock(blockByNumber(from), from));
    }
    int size = batch;
    try {
      List<List<Block>> batches =
          parallel.map(0, (to - from) / size, i -> batch(from + i * size, to, size));
      batch = Math.min(BATCH_MAX, size + 1);
      return batches.stream().flatMap(List::stream).toList();
    } catch (RetryableException e) {
      batch = Math.max(1, size / 2);
      throw e;
    }
  }

  private List<Block> batch(long from, long head, int size) {
    List<Optional<Block>> found = client.blocksByNumber(from, Math.min(head, from + size - 1));
    return IntStream.range(0, found.size())
        .mapToObj(i -> ChainSource.requireBlock(found.get(i), from + i))
        .toList();
  }

  @Override
  public List<LogEntry> logs(long fromBlock, long toBlock) {
    try {
      return client.logs(fromBlock, toBlock, contracts);
    } catch (TooManyLogsException e) {
      throw new RangeTooLargeException(String.valueOf(e.getMessage()), e);
    } catch (RpcErrorException e) {
      throw LimitError.read(e.reason())
          .<RetryableException>map(blocks -> new RangeTooLargeException(e.reason(), blocks, e))
          .orElse(e);
    }
  }

  @Override
  public List<LogEntry> logs(Hash32 blockHash) {
    return client.logs(blockHash, contracts);
  }

  @Override
  public List<List<LogEntry>> logs(List<Hash32> blockHashes) {
    int size = Math.min(HASHES_MAX, batch);
    return parallel
        .map(
            0,
            (blockHashes.size() - 1L) / size,
            i -> client.logs(part(blockHashes, (int) i * size, size), contracts))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<Hash32> part(List<Hash32> hashes, int from, int size) {
    return hashes.subList(from, Math.min(hashes.size(), from + size));
  }

  @Override
  public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
    try {
      List<LogEntry> logs =
          client
              .logsOfReceipts(blockHash)
              .orElseThrow(
                  () ->
                      new RetryableException(
                          "chain: the node has no block %s; it lags or is changing branch"
                              .formatted(blockHash)));
      return Optional.of(logs.stream().filter(log -> contracts.contains(log.address())).toList());
    } catch (FatalException e) {
      // An old node that does not know the method; what else is fatal shows at the next question.
      return Optional.empty();
    }
  }
}
