package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.indexer.chain.BlockStream;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.indexer.chain.Endpoints;
import org.sweetwater.indexer.chain.StreamConfig;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.RetryableException;

/**
 * Whatever several nodes do (errors, empty and partial answers, stale nodes, one on a branch of its
 * own), whatever the chain does, and wherever we crash: in the end we have exactly the blocks and
 * logs of the chain, and on the way never two that do not follow each other.
 */
final class NodeFaultsPropertyTest {
  private static final int SEEDS_DEFAULT = 75;
  private static final int ACTIONS = 60;
  private static final int STEPS_MAX = 5_000;
  private static final long START_BLOCK = 2;

  /** Deeper than a lagging log index of a node that is a few states behind. */
  private static final int SETTLED_BLOCKS = 40;

  private static final int INDEX_LAG = 4;

  /** {@code -Dsweetwater.seeds=N} chooses how many, {@code -Dsweetwater.seed=N} one. */
  static LongStream seeds() {
    Long one = Long.getLong("sweetwater.seed");
    return one == null
        ? LongStream.rangeClosed(1, Integer.getInteger("sweetwater.seeds", SEEDS_DEFAULT))
        : LongStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatIsReadEqualsTheFinalChain(long seed) {
    Story story = new Story(new Random(seed));
    story.play();
    assertThat(story.table)
        .as("seed %d", seed)
        .isEqualTo(
            story.chain.blocks().stream()
                .skip(START_BLOCK)
                .map(block -> new BlockLogs(block.block(), block.logs()))
                .toList());
  }

  private static final class Story {
    private final Random random;
    private final FakeClock clock = new FakeClock();
    private final FakeChain chain;
    private final List<FakeNode> honest;
    private final Optional<FakeNode> liar;
    private final List<BlockLogs> table = new ArrayList<>();
    private BlockStream stream;

    Story(Random random) {
      this.random = random;
      this.chain = new FakeChain(random, START_BLOCK);
      int count = 1 + random.nextInt(3);
      this.honest = IntStream.range(0, count).mapToObj(i -> node()).toList();
      boolean isOneLying = count > 1 && random.nextBoolean();
      this.liar = isOneLying ? Optional.of(node()) : Optional.empty();
      this.stream = stream();
    }

    private FakeNode node() {
      return new FakeNode(new Random(random.nextLong()), INDEX_LAG);
    }

    private BlockStream stream() {
      List<FakeNode> nodes = new ArrayList<>(honest);
      liar.ifPresent(node -> nodes.add(random.nextInt(nodes.size() + 1), node));
      Endpoints endpoints =
          new Endpoints(
              IntStream.range(0, nodes.size())
                  .mapToObj(i -> new Endpoints.Node("node" + i, 0, () -> nodes.get(i)))
                  .toList(),
              clock);
      StreamConfig config =
          new StreamConfig(
              List.of(FakeLogs.REGISTRY, FakeLogs.BALLOT, FakeLogs.CRADLE, FakeLogs.CANARY),
              START_BLOCK,
              1 + random.nextInt(20),
              0,
              Duration.ofSeconds(30),
              random.nextInt(3) == 0 ? 3 : 0,
              SETTLED_BLOCKS);
      return new BlockStream(endpoints, config, clock);
    }

    void play() {
      // Sometimes most of the chain is settled before we begin.
      chain.extend(random.nextInt(3) == 0 ? 2 * SETTLED_BLOCKS + random.nextInt(40) : 0);
      show();
      int faultPercent = random.nextInt(3) == 0 ? 0 : 6;
      honest.forEach(node -> node.misbehave(faultPercent));
      for (int i = 0; i < ACTIONS; i++) {
        act(random.nextInt(10));
      }
      finish();
    }

    private void act(int action) {
      switch (action) {
        case 0, 1 -> {
          chain.extend(1 + random.nextInt(8));
          show();
        }
        case 2 -> reorganise(1 + random.nextInt(4));
        case 3 -> reorganise(1 + random.nextInt((int) chain.headNumber() + 1));
        case 4 -> stream = stream();
        case 5 -> clock.advance(Duration.ofSeconds(random.nextInt(40)));
        default ->
            IntStream.rangeClosed(0, random.nextInt(4)).forEach(_ -> step(random.nextInt(10) > 0));
      }
    }

    private void reorganise(int depth) {
      chain.cut(depth);
      chain.extend(random.nextInt(depth + 3));
      show();
    }

    private void show() {
      honest.forEach(node -> node.show(chain));
      liar.ifPresent(
          node -> {
            FakeChain lie = chain.fork(random.nextInt((int) chain.headNumber() + 1));
            lie.extend((int) (chain.headNumber() - lie.headNumber()));
            node.show(lie);
          });
    }

    /** A step that is not stored is one before whose commit we crashed. */
    private boolean step(boolean isStored) {
      try {
        ChainEvent event = stream.next(head(), this::newestUpTo, announced());
        if (isStored) {
          store(event);
        }
        return event instanceof ChainEvent.Unchanged;
      } catch (RetryableException e) {
        return false;
      }
    }

    /** Often the next block, whether the node has it or not. */
    private long announced() {
      long next = head().map(block -> block.number() + 1).orElse(START_BLOCK);
      return random.nextBoolean() ? next : random.nextInt(60);
    }

    private void store(ChainEvent event) {
      switch (event) {
        case ChainEvent.Extended(List<BlockLogs> blocks) -> {
          for (BlockLogs block : blocks) {
            head().ifPresent(h -> assertThat(block.block().parentHash()).isEqualTo(h.hash()));
            table.add(block);
          }
        }
        case ChainEvent.Reorganised(long from, long to) -> {
          assertThat(head().orElseThrow().number()).isEqualTo(from);
          table.removeIf(block -> block.block().number() > to);
        }
        case ChainEvent.Unchanged() -> {
          // Nothing to store.
        }
      }
    }

    private Optional<BlockRef> head() {
      return table.isEmpty() ? Optional.empty() : Optional.of(table.getLast().block().ref());
    }

    private List<BlockRef> newestUpTo(long number, int limit) {
      return table.reversed().stream()
          .map(block -> block.block().ref())
          .filter(block -> block.number() <= number)
          .limit(limit)
          .toList();
    }

    private void finish() {
      honest.forEach(node -> node.misbehave(0));
      BlockRef last = chain.blocks().getLast().block().ref();
      for (int i = 0; i < STEPS_MAX; i++) {
        boolean isAtEnd =
            last.number() < START_BLOCK ? table.isEmpty() : head().equals(Optional.of(last));
        if (step(true) && isAtEnd) {
          return;
        }
        clock.advance(Duration.ofSeconds(1));
      }
      throw new AssertionError("not at %s after %d steps: %s".formatted(last, STEPS_MAX, head()));
    }
  }
}
