package org.sweetwater.oracle.recount;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * What the chain says: the events of registry and ballot from the deployment on, read once. No view
 * of a contract is ever called.
 */
public final class ChainRecord {
  /** Besu answers 5,000 blocks at once by default, others fewer. */
  private static final long PAGE_BLOCKS = 1_000;

  private final ChainClient chain;
  private final Deployment deployment;
  private final List<LogEntry> registry = new ArrayList<>();
  private final List<LogEntry> ballot = new ArrayList<>();
  private final Map<Long, Long> times = new HashMap<>();

  private ChainRecord(ChainClient chain, Deployment deployment) {
    this.chain = chain;
    this.deployment = deployment;
  }

  /**
   * Reads the events up to the newest block.
   *
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer
   */
  public static ChainRecord read(ChainClient chain, Deployment deployment) {
    ChainRecord record = new ChainRecord(chain, deployment);
    long head = chain.blockNumber();
    for (long from = deployment.startBlock(); from <= head; from += PAGE_BLOCKS) {
      long to = Math.min(head, from + PAGE_BLOCKS - 1);
      record.take(chain.logs(from, to, List.of(deployment.registry(), deployment.ballot())));
    }
    return record;
  }

  private void take(List<LogEntry> logs) {
    for (LogEntry log : logs) {
      (log.address().equals(deployment.ballot()) ? ballot : registry).add(log);
    }
  }

  Deployment deployment() {
    return deployment;
  }

  /** The registry's events, in the chain's order. */
  List<LogEntry> registry() {
    return registry;
  }

  /** The ballot contract's events, in the chain's order. */
  List<LogEntry> ballot() {
    return ballot;
  }

  /** When a block was made, in seconds since 1970. */
  long timeOf(long block) {
    return times.computeIfAbsent(
        block,
        number ->
            chain
                .blockByNumber(number)
                .orElseThrow(
                    () ->
                        new FatalException(
                            "chain: block %d is gone: the chain was reorganised while it was read; run the recount again"
                                .formatted(number)))
                .timestamp()
                .getEpochSecond());
  }

  /** Whether an account is a contract now, and so may have accepted a signature by ERC-1271. */
  boolean isContract(Address account) {
    return !chain.codeAt(account, BlockTag.LATEST).isEmpty();
  }
}
