package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.indexer.FakeClock;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.LogsBloom;

final class BlockStreamTest {
  private static final Duration LAG_TOLERANCE = Duration.ofSeconds(30);

  private final FakeClock clock = new FakeClock();
  private final List<BlockRef> mended = new ArrayList<>();
  private int settledBlocks = 256;

  @Test
  void readsRangesUpToTheHeadAndNeverPastIt() {
    ScriptedSource source = new ScriptedSource().blocks(0, 25, 0);
    BlockStream stream = stream(source, 10);

    assertThat(numbers(stream.next(Optional.empty(), none()))).containsExactly(range(3, 12));
    assertThat(numbers(stream.next(known(12, 0), none()))).containsExactly(range(13, 22));
    assertThat(numbers(stream.next(known(22, 0), none()))).containsExactly(range(23, 25));
    assertThat(stream.next(known(25, 0), none())).isEqualTo(new ChainEvent.Unchanged());
    assertThat(source.rangesAsked).containsExactly("3..12", "13..22", "23..25");
    assertThat(stream.headSeen()).isEqualTo(25);
  }

  @Test
  void readsAnAnnouncedBlockBeforeTheNodeSaysThatItHasIt() {
    ScriptedSource source = new ScriptedSource().blocks(0, 25, 0);
    BlockStream stream = stream(source, 10);

    assertThat(numbers(stream.next(known(24, 0), none(), 25))).containsExactly(25);
    assertThat(source.rangesAsked).containsExactly("25..25");
  }

  @Test
  void anAnnouncedBlockThatTheNodeLacksIsNoFailure() {
    ScriptedSource source = new ScriptedSource().blocks(0, 25, 0);
    BlockStream stream = stream(source, 10);

    assertThat(stream.next(known(25, 0), none(), 26)).isEqualTo(new ChainEvent.Unchanged());
    source.blocks(0, 26, 0);
    assertThat(numbers(stream.next(known(25, 0), none(), 26))).containsExactly(26);
  }

  @Test
  void staysBehindTheHeadByTheConfirmations() {
    ScriptedSource source = new ScriptedSource().blocks(0, 10, 0);
    BlockStream stream =
        new BlockStream(
            source,
            new StreamConfig(List.of(ScriptedSource.CONTRACT), 3, 100, 4, LAG_TOLERANCE),
            clock);
    assertThat(numbers(stream.next(Optional.empty(), none()))).containsExactly(range(3, 6));
  }

  @Test
  void waitsWhileTheChainIsBelowTheFirstBlock() {
    BlockStream stream = stream(new ScriptedSource().blocks(0, 1, 0), 10);
    assertThat(stream.next(Optional.empty(), none())).isEqualTo(new ChainEvent.Unchanged());
  }

  @Test
  void asksForLessWhenARangeIsTooLargeAndSlowlyForMoreAgain() {
    ScriptedSource source =
        new ScriptedSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            List<LogEntry> logs = super.logs(from, to);
            if (to - from >= 10) {
              throw new RangeTooLargeException("range limit", new IllegalStateException());
            }
            return logs;
          }
        };
    source.blocks(0, 200, 0);
    BlockStream stream = stream(source, 64);

    assertThat(numbers(stream.next(Optional.empty(), none()))).containsExactly(range(3, 10));
    assertThat(numbers(stream.next(known(10, 0), none()))).containsExactly(range(11, 20));
    assertThat(source.rangesAsked).containsExactly("3..66", "3..34", "3..18", "3..10", "11..20");
  }

  @Test
  void aSingleBlockThatIsTooLargeIsAFailure() {
    ScriptedSource source =
        new ScriptedSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            throw new RangeTooLargeException("range limit", new IllegalStateException());
          }
        };
    source.blocks(0, 200, 0);
    assertThatThrownBy(() -> stream(source, 64).next(Optional.empty(), none()))
        .isInstanceOf(RangeTooLargeException.class)
        .hasMessageContaining("range limit");
  }

  @Test
  void goesBackToTheHighestKnownBlockThatIsStillThere() {
    ScriptedSource source = new ScriptedSource().blocks(0, 60, 0).blocks(41, 70, 1);
    ChainEvent event = stream(source, 10).next(known(60, 0), ancestors(3, 60, 0));
    assertThat(event).isEqualTo(new ChainEvent.Reorganised(60, 40));
  }

  @Test
  void seesAReorganisationToTheSameHeight() {
    ScriptedSource source = new ScriptedSource().blocks(0, 60, 0).blocks(60, 60, 1);
    ChainEvent event = stream(source, 10).next(known(60, 0), ancestors(3, 60, 0));
    assertThat(event).isEqualTo(new ChainEvent.Reorganised(60, 59));
  }

  @Test
  void seesAReorganisationToAShorterBranchAtOnce() {
    ScriptedSource source = new ScriptedSource().blocks(0, 60, 0).blocks(41, 50, 1);
    ChainEvent event = stream(source, 10).next(known(60, 0), ancestors(3, 60, 0));
    assertThat(event).isEqualTo(new ChainEvent.Reorganised(60, 40));
  }

  @Test
  void beginsAnewWhenNothingKnownIsThere() {
    ScriptedSource source = new ScriptedSource().blocks(0, 70, 1);
    ChainEvent event = stream(source, 10).next(known(60, 0), ancestors(3, 60, 0));
    assertThat(event).isEqualTo(new ChainEvent.Reorganised(60, 2));
  }

  @Test
  void waitsForANodeThatLagsAndFollowsOneThatStaysBehind() {
    ScriptedSource source = new ScriptedSource().blocks(0, 50, 0);
    BlockStream stream = stream(source, 10);
    Ancestors ancestors = ancestors(3, 60, 0);

    assertThat(stream.next(known(60, 0), ancestors)).isEqualTo(new ChainEvent.Unchanged());
    clock.advance(LAG_TOLERANCE.minusSeconds(1));
    assertThat(stream.next(known(60, 0), ancestors)).isEqualTo(new ChainEvent.Unchanged());
    clock.advance(Duration.ofSeconds(1));
    assertThat(stream.next(known(60, 0), ancestors)).isEqualTo(new ChainEvent.Reorganised(60, 50));
  }

  @Test
  void anAbsentBlockBelowTheHeadIsAFailureAndNoEmptyBlock() {
    ScriptedSource source =
        new ScriptedSource() {
          @Override
          public synchronized Optional<Block> blockByNumber(long number) {
            return number == 7 ? Optional.empty() : super.blockByNumber(number);
          }
        };
    assertFails(source.blocks(0, 20, 0), "the node has no block 7 although its head is above");
  }

  @Test
  void blocksThatDoNotFollowEachOtherAreAFailure() {
    ScriptedSource other = new ScriptedSource().blocks(0, 20, 1);
    ScriptedSource source =
        new ScriptedSource() {
          @Override
          public synchronized Optional<Block> blockByNumber(long number) {
            return number == 7 ? other.blockByNumber(number) : super.blockByNumber(number);
          }
        };
    assertFails(source.blocks(0, 20, 0), "does not follow");
  }

  @Test
  void aBlockThatIsGoneAndThenThereAgainIsAFailure() {
    ScriptedSource other = new ScriptedSource().blocks(0, 20, 1);
    ScriptedSource source =
        new ScriptedSource() {
          @Override
          public synchronized Optional<Block> blockByNumber(long number) {
            return number > 10 ? other.blockByNumber(number) : super.blockByNumber(number);
          }
        };
    source.blocks(0, 20, 0);
    assertThatThrownBy(() -> stream(source, 5).next(known(10, 0), ancestors(3, 10, 0)))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("was replaced, and now it is there again");
  }

  @Test
  void anEmptyAnswerThatTheBloomContradictsIsAskedForAgainByHash() {
    ScriptedSource source =
        new LoggingSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            return List.of();
          }
        };
    assertFails(
        source.blocks(0, 20, 0), "gave 0 logs of our contracts in block 7:", "and 2 when asked");
  }

  @Test
  void aPartialAnswerIsAFailure() {
    ScriptedSource source =
        new LoggingSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            return super.logs(from, to).subList(0, 1);
          }
        };
    assertFails(source.blocks(0, 20, 0), "gave 1 logs of our contracts in block 7:");
  }

  @Test
  void logsThatTheBloomDeniesAreAFailure() {
    ScriptedSource source =
        new LoggingSource() {
          @Override
          LogsBloom bloom(long number) {
            return new ScriptedSource().bloom(number);
          }
        };
    assertFails(source.blocks(0, 20, 0), "and 0 when asked for the block");
  }

  @Test
  void logsOfAnotherBranchOrContractAreAFailure() {
    ScriptedSource ofBranch =
        new LoggingSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            return List.of(log(new BlockRef(7, hash(7, 1)), CONTRACT, 0));
          }
        };
    ScriptedSource ofContract =
        new LoggingSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            return List.of(log(new BlockRef(7, hash(7, 0)), Address.ZERO, 0));
          }
        };
    assertFails(ofBranch.blocks(0, 20, 0), "which is not the one we asked for");
    assertFails(ofContract.blocks(0, 20, 0), "gave a log of " + Address.ZERO);
  }

  @Test
  void aHoleIsMendedFromReceiptsAndCounted() {
    ScriptedSource source =
        new LoggingSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            return List.of();
          }

          @Override
          public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
            return Optional.of(logs(blockHash));
          }
        };
    assertThat(logsInBlock7(source)).hasSize(2);
    assertThat(mended).containsExactly(new BlockRef(7, ScriptedSource.hash(7, 0)));
  }

  @Test
  void whereTwoAnswersAreEmptyAgainstTheFilterReceiptsDecide() {
    ScriptedSource source =
        new LoggingSource() {
          @Override
          LogsBloom bloom(long number) {
            return number == 7
                ? new LogsBloom.Maker().of(super.logs(hash(7, 0)))
                : super.bloom(number);
          }

          @Override
          public List<LogEntry> logs(long from, long to) {
            return List.of();
          }

          @Override
          public List<LogEntry> logs(Hash32 blockHash) {
            return List.of();
          }

          @Override
          public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
            return Optional.of(super.logs(blockHash));
          }
        };
    assertThat(logsInBlock7(source)).hasSize(2);
    assertThat(mended).hasSize(1);
  }

  @Test
  void receiptsThatLackWhatAnotherAnswerHadAreAFailure() {
    ScriptedSource source =
        new LoggingSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            return super.logs(from, to).subList(0, 1);
          }

          @Override
          public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
            return Optional.of(List.of());
          }
        };
    assertFails(source.blocks(0, 20, 0), "gave 1 logs of our contracts in block 7:");
  }

  @Test
  void aBlockDeepBelowTheHeadIsReadOnceWhenItsFilterConfirmsIt() {
    settledBlocks = 3;
    DeepSource source = new DeepSource();
    ChainEvent.Extended event =
        (ChainEvent.Extended) stream(source.blocks(0, 20, 0), 100).next(Optional.empty(), none());
    assertThat(event.blocks()).allSatisfy(block -> assertThat(block.logs()).hasSize(2));
    // 18 to 20 are near the head, 20 is the last answer.
    assertThat(source.hashesAsked)
        .containsExactly(
            ScriptedSource.hash(18, 0), ScriptedSource.hash(19, 0), ScriptedSource.hash(20, 0));
  }

  @Test
  void aDeepBlockWhoseFilterSaysMoreOrWhoseLogsHaveAGapIsAskedForAgain() {
    settledBlocks = 3;
    DeepSource source =
        new DeepSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            return super.logs(from, to).stream()
                .filter(log -> log.block().number() != 5 || log.logIndex() != 1)
                .filter(log -> log.block().number() != 6 || log.logIndex() != 0)
                .toList();
          }
        };
    stream(source.blocks(0, 20, 0), 100).next(Optional.empty(), none());
    assertThat(source.hashesAsked)
        .contains(ScriptedSource.hash(5, 0), ScriptedSource.hash(6, 0))
        .hasSize(5);
    assertThat(mended)
        .containsExactly(
            new BlockRef(5, ScriptedSource.hash(5, 0)), new BlockRef(6, ScriptedSource.hash(6, 0)));
  }

  @Test
  void theLastBlockOfAnAnswerThatMayHaveBeenCutOffIsAskedForAgain() {
    settledBlocks = 0;
    DeepSource source = new DeepSource();
    BlockStream stream = stream(source.blocks(0, 400, 0), 10);
    stream.next(Optional.empty(), none());
    assertThat(source.hashesAsked).containsExactly(ScriptedSource.hash(12, 0));
  }

  @Test
  void aSingleBlockThatIsTooLargeIsReadFromItsReceipts() {
    ScriptedSource source =
        new LoggingSource() {
          @Override
          public List<LogEntry> logs(long from, long to) {
            throw new RangeTooLargeException("too many logs", new IllegalStateException());
          }

          @Override
          public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
            return Optional.of(blockHash.equals(hash(7, 0)) ? logs(blockHash) : List.of());
          }
        };
    BlockStream stream = stream(source.blocks(0, 20, 0), 1);
    ChainEvent.Extended event = (ChainEvent.Extended) stream.next(known(6, 0), ancestors(3, 6, 0));
    assertThat(event.blocks().getFirst().logs()).hasSize(2);
  }

  private List<LogEntry> logsInBlock7(ScriptedSource source) {
    ChainEvent.Extended event =
        (ChainEvent.Extended) stream(source.blocks(0, 20, 0), 100).next(Optional.empty(), none());
    return event.blocks().get(4).logs();
  }

  /** Two logs with topics of their own in each block, and filters that say so. */
  private static class DeepSource extends ScriptedSource {
    final List<Hash32> hashesAsked = new ArrayList<>();

    private static List<LogEntry> logsOf(long number) {
      BlockRef block = new BlockRef(number, hash(number, 0));
      return List.of(
          new LogEntry(block, Hash32.ZERO, 0, 0, CONTRACT, List.of(hash(number, 1)), Bytes.EMPTY),
          new LogEntry(block, Hash32.ZERO, 0, 1, CONTRACT, List.of(hash(number, 2)), Bytes.EMPTY));
    }

    @Override
    LogsBloom bloom(long number) {
      return new LogsBloom.Maker().of(logsOf(number));
    }

    @Override
    public List<LogEntry> logs(long from, long to) {
      return LongStream.rangeClosed(from, to).boxed().flatMap(n -> logsOf(n).stream()).toList();
    }

    @Override
    public List<LogEntry> logs(Hash32 blockHash) {
      hashesAsked.add(blockHash);
      return logsOf(blockHash.toUnsigned().longValueExact() / 1_000);
    }

    @Override
    public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
      return Optional.of(logsOf(blockHash.toUnsigned().longValueExact() / 1_000));
    }
  }

  @Test
  void logsComeInTheirOrder() {
    BlockStream stream = stream(new LoggingSource().blocks(0, 20, 0), 100);
    ChainEvent.Extended event = (ChainEvent.Extended) stream.next(Optional.empty(), none());
    assertThat(event.blocks().get(4).logs()).extracting(LogEntry::logIndex).containsExactly(0, 1);
    assertThat(event.head()).isEqualTo(new BlockRef(20, ScriptedSource.hash(20, 0)));
  }

  /** Two logs in block 7, which the node gives in the wrong order. */
  private static class LoggingSource extends ScriptedSource {
    @Override
    LogsBloom bloom(long number) {
      return number == 7 ? LogsBloom.UNKNOWN : super.bloom(number);
    }

    @Override
    public List<LogEntry> logs(long from, long to) {
      return logs(hash(7, 0));
    }

    @Override
    public List<LogEntry> logs(Hash32 blockHash) {
      BlockRef block = new BlockRef(7, blockHash);
      return List.of(log(block, CONTRACT, 1), log(block, CONTRACT, 0));
    }
  }

  private void assertFails(ScriptedSource source, String... reasons) {
    assertThatThrownBy(() -> stream(source, 100).next(Optional.empty(), none()))
        .isInstanceOf(RetryableException.class)
        .hasMessageContainingAll(reasons)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  private BlockStream stream(ScriptedSource source, int rangeBlocks) {
    return new BlockStream(
        source,
        new StreamConfig(
            List.of(ScriptedSource.CONTRACT), 3, rangeBlocks, 0, LAG_TOLERANCE, 0, settledBlocks),
        clock,
        mended::add);
  }

  private static Optional<BlockRef> known(long number, int branch) {
    return Optional.of(new BlockRef(number, ScriptedSource.hash(number, branch)));
  }

  private static Ancestors none() {
    return (number, limit) -> List.of();
  }

  private static Ancestors ancestors(long first, long last, int branch) {
    return (number, limit) ->
        LongStream.iterate(Math.min(number, last), n -> n >= first, n -> n - 1)
            .limit(limit)
            .mapToObj(n -> new BlockRef(n, ScriptedSource.hash(n, branch)))
            .toList();
  }

  private static long[] numbers(ChainEvent event) {
    return ((ChainEvent.Extended) event)
        .blocks().stream().mapToLong(block -> block.block().number()).toArray();
  }

  private static long[] range(long from, long to) {
    return LongStream.rangeClosed(from, to).toArray();
  }
}
