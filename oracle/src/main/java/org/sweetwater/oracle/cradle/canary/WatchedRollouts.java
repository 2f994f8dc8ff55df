package org.sweetwater.oracle.cradle.canary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sweetwater.oracle.cradle.CradleContract;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Which experiments have something to be done, by the events of the chain. All of it can be read
 * again: after a start it is.
 */
final class WatchedRollouts {
  /** Blocks in one question for logs: Besu's own limit, {@code --rpc-max-logs-range}. */
  private static final long BLOCKS_MAX = 5_000;

  /** Deeper than any reorganisation that a chain with finality makes. */
  private static final long REREAD_BLOCKS = 256;

  private final ChainClient chain;
  private final Deployment deployment;
  private final Consumer<CanaryEvent> news;
  private final Map<Hash32, Optional<Long>> overSince = new LinkedHashMap<>();
  private Optional<Block> scanned = Optional.empty();
  private long saidTo;

  /**
   * Nothing is watched at first.
   *
   * @param news told of each event after the start, once
   */
  WatchedRollouts(ChainClient chain, Deployment deployment, Consumer<CanaryEvent> news) {
    this.chain = chain;
    this.deployment = deployment;
    this.news = news;
    this.saidTo = -1;
  }

  /** What a scan found out. */
  enum Scan {
    UP_TO_DATE,
    HAS_MORE,
    /** The chain went back: what was read of it may not be true any more. */
    WENT_BACK
  }

  /** Reads events up to the newest block, in steps. */
  Scan scan() {
    Block head = chain.latestBlock();
    if (saidTo < 0) {
      saidTo = head.number();
    }
    boolean hasGoneBack = scanned.filter(block -> !isStillThere(block, head)).isPresent();
    long first = deployment.startBlock();
    long from = scanned.map(block -> block.number() + 1).orElse(first);
    if (hasGoneBack) {
      from = Math.max(first, Math.min(from, head.number()) - REREAD_BLOCKS);
      saidTo = Math.min(saidTo, head.number());
    }
    long to = Math.min(head.number(), from + BLOCKS_MAX - 1);
    if (from <= to) {
      read(from, to);
      scanned = to == head.number() ? Optional.of(head) : chain.blockByNumber(to);
    }
    if (hasGoneBack) {
      return Scan.WENT_BACK;
    }
    return to < head.number() ? Scan.HAS_MORE : Scan.UP_TO_DATE;
  }

  private boolean isStillThere(Block block, Block head) {
    return block.hash().equals(head.hash())
        || block.hash().equals(head.parentHash())
        || (block.number() < head.number()
            && chain
                .blockByNumber(block.number())
                .filter(present -> present.hash().equals(block.hash()))
                .isPresent());
  }

  private void read(long from, long to) {
    List<LogEntry> logs = chain.logs(from, to, List.of(deployment.cradle(), deployment.canary()));
    CradleContract.approved(logs).forEach(id -> overSince.put(id, Optional.empty()));
    List<LogEntry> fresh = logs.stream().filter(log -> log.block().number() > saidTo).toList();
    CanaryEvent.of(fresh).forEach(news);
    saidTo = Math.max(saidTo, to);
  }

  /** The experiments to look at. */
  List<Hash32> ids() {
    return List.copyOf(overSince.keySet());
  }

  /** A rollout is over; it is watched on until no reorganisation can undo that. */
  void over(Hash32 id, long block) {
    long since = overSince.getOrDefault(id, Optional.empty()).orElse(block);
    if (block >= since + REREAD_BLOCKS) {
      overSince.remove(id);
    } else {
      overSince.put(id, Optional.of(since));
    }
  }

  /** A rollout goes on. */
  void open(Hash32 id) {
    overSince.put(id, Optional.empty());
  }

  /** A reorganisation took the approval back; its event brings the experiment again. */
  void forget(Hash32 id) {
    overSince.remove(id);
  }

  /** How many are not over. */
  long openCount() {
    return overSince.values().stream().filter(Optional::isEmpty).count();
  }
}
