package org.sweetwater.indexer.chain;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Says, step by step, what the chain did since a block that the reader knows.
 *
 * <p>Blocks follow each other by parent hash without a gap, from the reader's own head on; their
 * logs are checked by {@link LogReading}. An answer that does not fit is a {@link
 * RetryableException}, never an empty block. Not for several threads at once.
 */
public final class BlockStream {
  private static final Logger LOG = LoggerFactory.getLogger(BlockStream.class);

  private final ChainSource source;
  private final StreamConfig config;
  private final Clock clock;
  private final ChainWatch watch;
  private final ReadAhead ahead;
  private volatile long headSeen = -1;
  private @Nullable Instant headBelowSince;

  /** Reads from a source. */
  public BlockStream(ChainSource source, StreamConfig config, Clock clock) {
    this(source, config, clock, ChainWatch.NONE);
  }

  /** Reads from a source, and says what it had to mend. */
  public BlockStream(ChainSource source, StreamConfig config, Clock clock, ChainWatch watch) {
    this.source = source;
    this.config = config;
    this.clock = clock;
    this.watch = watch;
    this.ahead =
        new ReadAhead(this::read, new RangeSize(config.rangeBlocks()), config.rangesAhead());
  }

  /** The newest block number that the node gave, less the confirmations; -1 before the first. */
  public long headSeen() {
    return headSeen;
  }

  /** As {@link #next(Optional, Ancestors, long)}, without any announcement. */
  public ChainEvent next(Optional<BlockRef> known, Ancestors ancestors) {
    return next(known, ancestors, -1);
  }

  /**
   * What comes next.
   *
   * @param known the reader's head; empty when it knows no block
   * @param ancestors the blocks that it knows
   * @param announced the newest head that was heard of elsewhere, less the confirmations; negative
   *     when there is none. A block is read while the node is asked whether it has it
   */
  public ChainEvent next(Optional<BlockRef> known, Ancestors ancestors, long announced) {
    long from = known.map(block -> block.number() + 1).orElse(config.startBlock());
    Optional<FutureTask<List<BlockLogs>>> early =
        announced == from && source.isAlone()
            ? Optional.of(Parallel.begin(() -> read(from, from)))
            : Optional.empty();
    try {
      long head = source.headNumber() - config.confirmations();
      headSeen = head;
      if (head >= from) {
        headBelowSince = null;
        List<BlockLogs> blocks =
            early.flatMap(BlockStream::ifRead).orElseGet(() -> ahead.take(from, head));
        return extend(blocks, known, ancestors);
      }
      return known.map(block -> atHead(block, head, ancestors)).orElse(new ChainEvent.Unchanged());
    } finally {
      early.ifPresent(task -> task.cancel(true));
    }
  }

  /** Empty when the block was asked for too early. */
  private static Optional<List<BlockLogs>> ifRead(FutureTask<List<BlockLogs>> early) {
    try {
      return Optional.of(Parallel.result(early));
    } catch (RetryableException e) {
      LOG.debug("read too early: reason={}", e.getMessage());
      return Optional.empty();
    }
  }

  private ChainEvent extend(List<BlockLogs> blocks, Optional<BlockRef> known, Ancestors ancestors) {
    if (known.isPresent() && !follows(blocks.getFirst().block(), known.get())) {
      return reorganised(known.get(), ancestors);
    }
    return new ChainEvent.Extended(blocks);
  }

  /** Called by several threads at once. */
  private List<BlockLogs> read(long from, long to) {
    long settled = headSeen - config.settledBlocks();
    return source.fromOneNode(
        node -> {
          FutureTask<List<LogEntry>> logs = Parallel.begin(() -> node.logs(from, to));
          try {
            List<Block> blocks = node.blocks(from, to);
            requireLinked(blocks);
            node.requireAgreement(blocks.getLast().ref());
            return new LogReading(node, config.contracts(), settled, watch)
                .read(blocks, () -> Parallel.result(logs));
          } finally {
            logs.cancel(true);
          }
        });
  }

  /** The node's head is ours, or below it: another block there is a reorganisation. */
  private ChainEvent atHead(BlockRef known, long head, Ancestors ancestors) {
    if (head == known.number()) {
      headBelowSince = null;
      return isOnChain(known) ? new ChainEvent.Unchanged() : reorganised(known, ancestors);
    }
    List<BlockRef> atOrBelow = ancestors.newestUpTo(head, 1);
    boolean isSameBranch = !atOrBelow.isEmpty() && isOnChain(atOrBelow.getFirst());
    if (!isSameBranch || hasStoodBelowTooLong()) {
      headBelowSince = null;
      return reorganised(
          known, (number, limit) -> ancestors.newestUpTo(Math.min(number, head), limit));
    }
    // A lagging node behind a load balancer: wait.
    return new ChainEvent.Unchanged();
  }

  private boolean hasStoodBelowTooLong() {
    Instant now = clock.instant();
    if (headBelowSince == null) {
      headBelowSince = now;
    }
    return !now.isBefore(headBelowSince.plus(config.lagTolerance()));
  }

  private ChainEvent reorganised(BlockRef known, Ancestors ancestors) {
    long forkPoint =
        new ForkPoint(this::isOnChain, ancestors)
            .below(known.number())
            .orElse(config.startBlock() - 1);
    if (forkPoint == known.number()) {
      throw new RetryableException(
          "chain: block %s was replaced, and now it is there again; the node is changing branch"
              .formatted(known));
    }
    return new ChainEvent.Reorganised(known.number(), forkPoint);
  }

  private boolean isOnChain(BlockRef block) {
    return source
        .blockByNumber(block.number())
        .map(found -> found.hash().equals(block.hash()))
        .orElse(false);
  }

  private static boolean follows(Block block, BlockRef parent) {
    return block.parentHash().equals(parent.hash());
  }

  private static void requireLinked(List<Block> blocks) {
    for (int i = 1; i < blocks.size(); i++) {
      if (!follows(blocks.get(i), blocks.get(i - 1).ref())) {
        throw new RetryableException(
            "chain: block %s does not follow %s; the node is changing branch"
                .formatted(blocks.get(i).ref(), blocks.get(i - 1).ref()));
      }
    }
  }
}
