package org.sweetwater.indexer;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.LogsBloom;

/** A chain that grows by random, possible events, and replaces its newest blocks at will. */
final class FakeChain {
  private static final int EVENTS_MAX = 6;
  private static final long GENESIS_SECONDS = 1_700_000_000L;

  private final Random random;
  private final long firstEvents;
  private final List<FakeBlock> blocks = new ArrayList<>();

  /** The contracts begin to exist in block {@code firstEvents}. */
  FakeChain(Random random, long firstEvents) {
    this.random = random;
    this.firstEvents = firstEvents;
    add(List.of());
  }

  /** Another chain with the same blocks up to {@code last}. */
  FakeChain fork(long last) {
    FakeChain other = new FakeChain(random, firstEvents);
    other.blocks.clear();
    other.blocks.addAll(blocks.subList(0, (int) last + 1));
    return other;
  }

  /** The blocks of the present branch, from the genesis on. */
  List<FakeBlock> blocks() {
    return List.copyOf(blocks);
  }

  long headNumber() {
    return blocks.size() - 1L;
  }

  void extend(int count) {
    for (int i = 0; i < count; i++) {
      Instant time = timeOf(blocks.size());
      FakeWorld world = new FakeWorld(random, time, blocks.size());
      blocks.forEach(block -> block.events().forEach(world.model()::apply));
      List<ContractEvent> events = new ArrayList<>();
      // Many blocks of a real chain hold nothing of ours.
      boolean isQuiet = blocks.size() < firstEvents || random.nextInt(3) == 0;
      int most = isQuiet ? 0 : random.nextInt(EVENTS_MAX);
      while (events.size() < most) {
        events.addAll(world.next());
      }
      add(events);
    }
  }

  /** Takes back the newest blocks; the genesis stays. */
  void cut(int depth) {
    for (int i = 0; i < depth && blocks.size() > 1; i++) {
      blocks.removeLast();
    }
  }

  private static Instant timeOf(int number) {
    return Instant.ofEpochSecond(GENESIS_SECONDS + number);
  }

  private void add(List<ContractEvent> events) {
    int number = blocks.size();
    Hash32 hash = randomHash();
    Hash32 parent = number == 0 ? Hash32.ZERO : blocks.getLast().block().hash();
    List<LogEntry> logs = logsOf(events, new BlockRef(number, hash));
    Block block = new Block(number, hash, parent, timeOf(number), BigInteger.ZERO, bloomOf(logs));
    blocks.add(new FakeBlock(block, List.copyOf(events), logs));
  }

  /** Log indexes have gaps where other contracts logged. */
  private List<LogEntry> logsOf(List<ContractEvent> events, BlockRef block) {
    List<LogEntry> logs = new ArrayList<>();
    int logIndex = random.nextInt(3);
    Hash32 transaction = randomHash();
    int transactionIndex = 0;
    for (ContractEvent event : events) {
      if (random.nextBoolean()) {
        transaction = randomHash();
        transactionIndex++;
      }
      logs.add(FakeLogs.encode(event).at(block, transaction, transactionIndex, logIndex));
      logIndex += 1 + random.nextInt(2);
    }
    return logs;
  }

  private Hash32 randomHash() {
    byte[] bytes = new byte[Hash32.LENGTH];
    random.nextBytes(bytes);
    return Hash32.of(bytes);
  }

  private LogsBloom bloomOf(List<LogEntry> logs) {
    byte[] bits = new byte[LogsBloom.LENGTH];
    for (LogEntry log : logs) {
      add(bits, log.address().bytes());
      log.topics().forEach(topic -> add(bits, topic.bytes()));
    }
    if (random.nextInt(4) == 0) {
      // Other contracts' logs may look like ours to the filter.
      add(bits, FakeLogs.BALLOT.bytes());
    }
    return LogsBloom.of(Bytes.of(bits));
  }

  /** The Yellow Paper's M3:2048. */
  private static void add(byte[] bits, byte[] value) {
    byte[] hash = Hash32.keccak(value).bytes();
    for (int i = 0; i < 6; i += 2) {
      int bit = ((hash[i] & 0xff) << 8 | (hash[i + 1] & 0xff)) % 2048;
      bits[LogsBloom.LENGTH - 1 - bit / 8] |= (byte) (1 << bit % 8);
    }
  }
}
