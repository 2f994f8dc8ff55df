package org.sweetwater.indexer.chain;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Reads our contracts' logs in blocks whose headers we have, and believes no answer that another
 * one contradicts.
 *
 * <p>Nodes were seen to answer a range with nothing, or with a part, while their log index was
 * behind their head. So: every log must be of a block that we have, by number and hash; a block
 * whose bloom filter says that our contracts may have logged is asked for again by its hash, and
 * both answers must be the same; a block whose filter says no must have no logs.
 */
record LogReading(ChainSource source, List<Address> contracts, Parallel parallel) {
  private static final Comparator<LogEntry> BY_PLACE = Comparator.comparingInt(LogEntry::logIndex);

  /** The blocks, which follow each other, with their logs. */
  List<BlockLogs> read(List<Block> blocks) {
    Map<Long, List<LogEntry>> ofRange = ofRange(blocks);
    Map<Long, List<LogEntry>> ofHash = new HashMap<>();
    List<Block> candidates = blocks.stream().filter(this::mayHoldLogs).toList();
    List<List<LogEntry>> answers =
        parallel.map(0, candidates.size() - 1L, i -> source.logs(candidates.get((int) i).hash()));
    for (int i = 0; i < candidates.size(); i++) {
      ofHash.put(candidates.get(i).number(), sorted(answers.get(i)));
    }
    List<BlockLogs> result = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      List<LogEntry> first = ofRange.getOrDefault(block.number(), List.of());
      requireSame(block, first, ofHash.getOrDefault(block.number(), List.of()));
      result.add(new BlockLogs(block, first));
    }
    return result;
  }

  private Map<Long, List<LogEntry>> ofRange(List<Block> blocks) {
    long from = blocks.getFirst().number();
    List<LogEntry> logs = source.logs(from, blocks.getLast().number());
    for (LogEntry log : logs) {
      long place = log.block().number() - from;
      if (place < 0
          || place >= blocks.size()
          || !blocks.get((int) place).ref().equals(log.block())
          || !contracts.contains(log.address())) {
        throw new RetryableException(
            "chain: the node gave a log of %s in block %s, which is not the one we asked for; it is changing branch"
                .formatted(log.address(), log.block()));
      }
    }
    return logs.stream().sorted(BY_PLACE).collect(groupingBy(log -> log.block().number()));
  }

  private boolean mayHoldLogs(Block block) {
    return contracts.stream().anyMatch(block.logsBloom()::mayHold);
  }

  private static void requireSame(Block block, List<LogEntry> first, List<LogEntry> second) {
    if (!first.equals(second)) {
      throw new RetryableException(
          "chain: the node gave %d logs of our contracts in block %s when asked for a range, and %d when asked for the block; its log index lags"
              .formatted(first.size(), block.ref(), second.size()));
    }
  }

  private static List<LogEntry> sorted(List<LogEntry> logs) {
    return logs.stream().sorted(BY_PLACE).toList();
  }
}
