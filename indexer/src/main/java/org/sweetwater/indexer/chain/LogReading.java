package org.sweetwater.indexer.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.LogsBloom;

/**
 * Reads our contracts' logs in blocks whose headers we have, and believes no answer that another
 * one contradicts.
 *
 * <p>Nodes were seen to answer a range with nothing, or with a part, while their log index was
 * behind their head or the answer was too large for them. So:
 *
 * <ol>
 *   <li>Every log must be of a block that we have, by number and hash.
 *   <li>A block whose bloom filter denies our contracts must have no logs.
 *   <li>A block whose filter admits them is asked for again by its hash, of another node where
 *       there is one. The second question is left away only for a block that is settled (deep below
 *       the head), whose header's filter is exactly that of its logs, whose logs are numbered from
 *       0 without a gap, and after which the answer goes on: then nothing was cut off.
 *   <li>Where the two answers differ, or both are empty, the block's receipts decide.
 * </ol>
 *
 * <p>What receipts cannot settle is a {@link RetryableException}, never an empty block.
 *
 * @param node which all questions about numbers go to
 * @param settled the highest block that is settled
 */
record LogReading(ChainSource node, List<Address> contracts, long settled, ChainWatch watch) {
  private static final Logger LOG = LoggerFactory.getLogger(LogReading.class);
  private static final Comparator<LogEntry> BY_PLACE = Comparator.comparingInt(LogEntry::logIndex);

  /**
   * The blocks, which follow each other, with their logs.
   *
   * @param asked what the node answers when asked for the logs of all these numbers
   */
  List<BlockLogs> read(List<Block> blocks, Supplier<List<LogEntry>> asked) {
    List<List<LogEntry>> answers = byBlock(blocks, ofRange(blocks, asked));
    askAgain(blocks, answers, doubtful(blocks, answers));
    List<BlockLogs> result = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      result.add(new BlockLogs(blocks.get(i), answers.get(i)));
    }
    return result;
  }

  /** A single block that is too large for a log query is read from its receipts. */
  private List<LogEntry> ofRange(List<Block> blocks, Supplier<List<LogEntry>> asked) {
    try {
      return asked.get();
    } catch (RangeTooLargeException tooLarge) {
      if (blocks.size() > 1) {
        throw tooLarge;
      }
      return node.logsOfReceipts(blocks.getFirst().hash()).orElseThrow(() -> tooLarge);
    }
  }

  /** Sorts logs into their blocks, and each block's by their index. */
  private List<List<LogEntry>> byBlock(List<Block> blocks, List<LogEntry> logs) {
    List<List<LogEntry>> sorted = new ArrayList<>(Collections.nCopies(blocks.size(), List.of()));
    long from = blocks.getFirst().number();
    for (LogEntry log : logs) {
      long place = log.block().number() - from;
      if (place < 0
          || place >= blocks.size()
          || !blocks.get((int) place).hash().equals(log.block().hash())
          || !contracts.contains(log.address())) {
        throw foreign(log);
      }
      if (sorted.get((int) place).isEmpty()) {
        sorted.set((int) place, new ArrayList<>());
      }
      sorted.get((int) place).add(log);
    }
    sorted.stream()
        .filter(ofBlock -> ofBlock.size() > 1)
        .forEach(ofBlock -> ofBlock.sort(BY_PLACE));
    return sorted;
  }

  /** The places of the blocks that are asked for again. */
  private List<Integer> doubtful(List<Block> blocks, List<List<LogEntry>> answers) {
    int last = answers.size() - 1;
    while (last >= 0 && answers.get(last).isEmpty()) {
      last--;
    }
    LogsBloom.Maker filters = new LogsBloom.Maker();
    List<Integer> doubtful = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Block block = blocks.get(i);
      List<LogEntry> logs = answers.get(i);
      if (!mayHoldLogs(block)) {
        if (!logs.isEmpty()) {
          throw contradiction(block, logs.size(), 0);
        }
      } else if (i == last || block.number() > settled || !isConfirmed(block, logs, filters)) {
        doubtful.add(i);
      }
    }
    return doubtful;
  }

  private boolean mayHoldLogs(Block block) {
    return contracts.stream().anyMatch(block.logsBloom()::mayHold);
  }

  private static boolean isConfirmed(Block block, List<LogEntry> logs, LogsBloom.Maker filters) {
    for (int i = 0; i < logs.size(); i++) {
      if (logs.get(i).logIndex() != i) {
        return false;
      }
    }
    return !logs.isEmpty() && filters.of(logs).equals(block.logsBloom());
  }

  private void askAgain(List<Block> blocks, List<List<LogEntry>> answers, List<Integer> doubtful) {
    if (doubtful.isEmpty()) {
      return;
    }
    ChainSource other = node.another();
    List<Hash32> hashes = doubtful.stream().map(i -> blocks.get(i).hash()).toList();
    List<List<LogEntry>> again = other.logs(hashes);
    for (int i = 0; i < again.size(); i++) {
      int place = doubtful.get(i);
      Block block = blocks.get(place);
      List<LogEntry> second = sorted(block, again.get(i));
      answers.set(place, decide(block, answers.get(place), second, other));
    }
  }

  private List<LogEntry> decide(
      Block block, List<LogEntry> first, List<LogEntry> second, ChainSource other) {
    boolean areSame = first.equals(second);
    // Without a filter every block would be doubtful for ever.
    boolean isSettled = !second.isEmpty() || block.logsBloom().equals(LogsBloom.UNKNOWN);
    if (areSame && isSettled) {
      return first;
    }
    Optional<List<LogEntry>> receipts =
        other.logsOfReceipts(block.hash()).map(logs -> sorted(block, logs));
    if (receipts.isEmpty()) {
      if (areSame) {
        return first;
      }
      throw contradiction(block, first.size(), second.size());
    }
    List<LogEntry> logs = receipts.get();
    if (!logs.containsAll(first) || !logs.containsAll(second)) {
      throw contradiction(block, first.size(), second.size());
    }
    if (!logs.equals(first)) {
      LOG.warn(
          "hole mended: block={} logsGiven={} logsFound={}",
          block.ref(),
          first.size(),
          logs.size());
      watch.holeMended(block.ref());
    }
    return logs;
  }

  private List<LogEntry> sorted(Block block, List<LogEntry> logs) {
    for (LogEntry log : logs) {
      if (!log.block().equals(block.ref()) || !contracts.contains(log.address())) {
        throw foreign(log);
      }
    }
    return logs.stream().sorted(BY_PLACE).toList();
  }

  private static RetryableException foreign(LogEntry log) {
    return new RetryableException(
        "chain: the node gave a log of %s in block %s, which is not the one we asked for; it is changing branch"
            .formatted(log.address(), log.block()));
  }

  private static RetryableException contradiction(Block block, int first, int second) {
    return new RetryableException(
        "chain: the node gave %d logs of our contracts in block %s when asked for a range, and %d when asked for the block; its log index lags"
            .formatted(first, block.ref(), second));
  }
}
