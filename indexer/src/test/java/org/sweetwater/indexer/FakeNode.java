package org.sweetwater.indexer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.sweetwater.indexer.chain.ChainSource;
import org.sweetwater.indexer.chain.RangeTooLargeException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Nodes behind a load balancer, as bad as real ones: errors, stale nodes on older branches, null
 * blocks, range caps, and range queries answered with nothing or a part because a log index lags.
 *
 * <p>One thing is taken to be true of a node: asked for the logs of one block by its hash, it
 * answers with all of them or fails, because it reads them from that block's receipts.
 */
final class FakeNode implements ChainSource {
  private static final int STALE_MAX = 4;

  private final Random random;
  private final List<List<FakeBlock>> views = new ArrayList<>();
  private final int indexLag;
  private int faultPercent;

  FakeNode(Random random) {
    this(random, Integer.MAX_VALUE);
  }

  /**
   * Single logs are missing from the newest {@code indexLag} blocks only; below, an answer lacks
   * whole blocks, or its end.
   */
  FakeNode(Random random, int indexLag) {
    this.random = random;
    this.indexLag = indexLag;
  }

  /** Shows a new state of the chain; some answers may still be from older ones. */
  synchronized void show(FakeChain chain) {
    views.add(chain.blocks());
  }

  synchronized void misbehave(int percent) {
    faultPercent = percent;
  }

  @Override
  public synchronized long headNumber() {
    failSometimes();
    return view().size() - 1L;
  }

  @Override
  public synchronized Optional<Block> blockByNumber(long number) {
    failSometimes();
    List<FakeBlock> view = view();
    return number >= view.size() || happens()
        ? Optional.empty()
        : Optional.of(view.get((int) number).block());
  }

  @Override
  public synchronized List<LogEntry> logs(long fromBlock, long toBlock) {
    failSometimes();
    if (happens()) {
      throw new RangeTooLargeException("range limit", new IllegalStateException("fake"));
    }
    List<FakeBlock> view = view();
    if (toBlock >= view.size()) {
      throw new RetryableException("Invalid params");
    }
    List<LogEntry> logs =
        new ArrayList<>(
            view.subList((int) fromBlock, (int) toBlock + 1).stream()
                .flatMap(block -> block.logs().stream())
                .toList());
    if (happens()) {
      logs.clear();
    }
    if (happens()) {
      long lagging = (long) view.size() - indexLag;
      logs.removeIf(log -> log.block().number() >= lagging && random.nextInt(3) == 0);
    }
    if (happens()) {
      long lost = fromBlock + random.nextLong(toBlock - fromBlock + 1);
      logs.removeIf(log -> log.block().number() == lost);
    }
    if (happens()) {
      logs.subList(random.nextInt(logs.size() + 1), logs.size()).clear();
    }
    return logs;
  }

  @Override
  public synchronized List<LogEntry> logs(Hash32 blockHash) {
    failSometimes();
    return view().stream()
        .filter(block -> block.block().hash().equals(blockHash))
        .findFirst()
        .map(FakeBlock::logs)
        .orElseThrow(() -> new RetryableException("Block not found"));
  }

  @Override
  public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
    return happensNow() ? Optional.empty() : Optional.of(logs(blockHash));
  }

  private synchronized boolean happensNow() {
    return happens();
  }

  private List<FakeBlock> view() {
    int back = happens() ? random.nextInt(STALE_MAX) : 0;
    return views.get(Math.max(0, views.size() - 1 - back));
  }

  private void failSometimes() {
    if (happens()) {
      throw new RetryableException("the node is tired");
    }
  }

  private boolean happens() {
    return random.nextInt(100) < faultPercent;
  }
}
