package org.sweetwater.indexer.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.LogsBloom;

/**
 * A chain of empty blocks, whose every answer a test can replace; it remembers what it was asked.
 */
class ScriptedSource implements ChainSource {
  static final Address CONTRACT = Address.parse("0x00000000000000000000000000000000000000c0");

  final List<String> rangesAsked = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  /** A block whose hash tells its number and branch. */
  static Hash32 hash(long number, int branch) {
    return Hash32.fromUnsigned(BigInteger.valueOf(number * 1_000 + branch));
  }

  /** Makes blocks up to {@code head}; from {@code fork} on they are of this branch. */
  ScriptedSource blocks(long fork, long head, int branch) {
    while (blocks.size() > fork) {
      blocks.removeLast();
    }
    while (blocks.size() <= head) {
      long number = blocks.size();
      Hash32 parent = number == 0 ? Hash32.ZERO : blocks.getLast().hash();
      blocks.add(
          new Block(
              number,
              hash(number, branch),
              parent,
              Instant.ofEpochSecond(number),
              BigInteger.ZERO,
              bloom(number)));
    }
    return this;
  }

  LogsBloom bloom(long number) {
    return LogsBloom.of(Bytes.of(new byte[LogsBloom.LENGTH]));
  }

  static LogEntry log(BlockRef block, Address contract, int index) {
    return new LogEntry(block, Hash32.ZERO, 0, index, contract, List.of(), Bytes.EMPTY);
  }

  @Override
  public long headNumber() {
    return blocks.size() - 1L;
  }

  @Override
  public synchronized Optional<Block> blockByNumber(long number) {
    return number < blocks.size() ? Optional.of(blocks.get((int) number)) : Optional.empty();
  }

  @Override
  public List<LogEntry> logs(long fromBlock, long toBlock) {
    rangesAsked.add(fromBlock + ".." + toBlock);
    if (toBlock >= blocks.size()) {
      throw new RetryableException("Invalid params");
    }
    return List.of();
  }

  @Override
  public List<LogEntry> logs(Hash32 blockHash) {
    return List.of();
  }
}
