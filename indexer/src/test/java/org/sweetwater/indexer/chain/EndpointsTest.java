package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.indexer.FakeClock;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

final class EndpointsTest {
  private final FakeClock clock = new FakeClock();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  @Test
  void asksTheNextNodeWhenOneFailsAndTheFirstAgainAfterARest() {
    Scripted first = node("first", 20, 0);
    Scripted second = node("second", 20, 0);
    Endpoints nodes = endpoints(first, second);

    first.failure = Optional.of(new RetryableException("tired"));
    assertThat(nodes.blockByNumber(5)).isPresent();
    assertThat(nodes.states()).extracting(EndpointState::isHealthy).containsExactly(false, true);
    assertThat(nodes.states().getFirst().errors()).isEqualTo(1);
    asked.clear();
    nodes.blockByNumber(5);
    assertThat(asked).containsOnly("second");
    first.failure = Optional.empty();
    clock.advance(Duration.ofSeconds(1));
    asked.clear();
    nodes.fromOneNode(node -> node.blocks(5, 5));
    assertThat(asked).containsOnly("first");
  }

  @Test
  void restsLongerAfterEachFailure() {
    Scripted first = node("first", 20, 0);
    Endpoints nodes = endpoints(first, node("second", 20, 0));
    first.failure = Optional.of(new RetryableException("tired"));
    nodes.blockByNumber(5);
    clock.advance(Duration.ofSeconds(1));
    first.failure = Optional.of(new RetryableException("still tired"));
    nodes.blockByNumber(5);
    clock.advance(Duration.ofSeconds(1));
    assertThat(nodes.states().getFirst().isHealthy()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(nodes.states().getFirst().isHealthy()).isTrue();
  }

  @Test
  void whenAllRestTheOneThatRestsNoLongerIsAskedAnyway() {
    Scripted only = node("only", 20, 0);
    Endpoints nodes = endpoints(only);
    only.failure = Optional.of(new RetryableException("tired"));
    assertThatThrownBy(nodes::headNumber).hasMessage("tired");
    only.failure = Optional.empty();
    assertThat(nodes.headNumber()).isEqualTo(20);
  }

  @Test
  void aStepReadsEverythingByNumberFromOneNodeAndDoubtsByHashFromAnother() {
    Scripted first = node("first", 20, 0);
    Scripted second = node("second", 20, 0);
    List<String> numbers = new ArrayList<>();
    endpoints(first, second)
        .fromOneNode(
            node -> {
              node.blocks(3, 9);
              node.logs(3, 9);
              numbers.addAll(asked);
              asked.clear();
              return node.another().logs(ScriptedSource.hash(9, 0));
            });
    assertThat(numbers).containsOnly("first");
    assertThat(asked).containsExactly("second");
  }

  @Test
  void aSecondOpinionThatCannotBeHadIsAskedOfTheFirst() {
    Scripted second = node("second", 20, 0);
    second.failure = Optional.of(new RetryableException("Block not found"));
    Endpoints nodes = endpoints(node("first", 20, 0), second);
    List<List<LogEntry>> logs =
        nodes.fromOneNode(node -> node.another().logs(List.of(ScriptedSource.hash(9, 0))));
    assertThat(logs).hasSize(1);
    assertThat(asked).containsExactly("second", "first");
    assertThat(nodes.states().getFirst().isHealthy()).isTrue();
  }

  @Test
  void theMajorityDecidesAndTheOthersRest() {
    Endpoints nodes = endpoints(node("liar", 20, 1), node("a", 20, 0), node("b", 20, 0));
    assertThat(nodes.blockByNumber(7).orElseThrow().hash()).isEqualTo(ScriptedSource.hash(7, 0));
    assertThat(nodes.states())
        .extracting(EndpointState::isHealthy)
        .containsExactly(false, true, true);
    assertThat(nodes.disagreements()).isEqualTo(1);
  }

  @Test
  void twoNodesThatDisagreeAreBothNotBelieved() {
    Endpoints nodes = endpoints(node("a", 20, 0), node("b", 20, 1));
    BlockStream stream =
        new BlockStream(
            nodes,
            new StreamConfig(List.of(ScriptedSource.CONTRACT), 3, 10, 0, Duration.ofSeconds(30)),
            clock);
    assertThatThrownBy(() -> stream.next(Optional.empty(), (number, limit) -> List.of()))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("nodes name different blocks 12 (")
        .hasMessageContaining("a: " + ScriptedSource.hash(12, 0))
        .hasMessageContaining("take the wrong one out of chain.rpcUrls");
    assertThat(nodes.states()).allMatch(EndpointState::isHealthy);
  }

  @Test
  void aReorganisationIsNotBelievedOfOneNodeWhileAnotherDenies() {
    Endpoints nodes = endpoints(node("a", 20, 1), node("b", 20, 0));
    BlockStream stream =
        new BlockStream(
            nodes,
            new StreamConfig(List.of(ScriptedSource.CONTRACT), 3, 10, 0, Duration.ofSeconds(30)),
            clock);
    BlockRef known = new BlockRef(20, ScriptedSource.hash(20, 0));
    assertThatThrownBy(() -> stream.next(Optional.of(known), (number, limit) -> List.of(known)))
        .hasMessageContaining("nodes name different blocks 20");
  }

  @Test
  void whoHasNoBlockThereYetHasNoVote() {
    Endpoints nodes = endpoints(node("first", 20, 0), node("behind", 5, 1));
    assertThat(nodes.blockByNumber(7)).isPresent();
    assertThat(nodes.disagreements()).isZero();
  }

  @Test
  void aNodeThatIsBehindTheOthersIsNotAskedFirst() {
    Endpoints nodes = endpoints(node("behind", 5, 0), node("up", 20, 0));
    nodes.headNumber();
    // Heads of the others are asked for beside the first question.
    await(() -> nodes.states().stream().allMatch(state -> state.head() >= 0));
    assertThat(nodes.headNumber()).isEqualTo(20);
  }

  @Test
  void aNodeThatCannotBeUsedIsLeftOutUnlessItIsTheOnlyOne() {
    Scripted wrong = node("wrong", 20, 0);
    wrong.failure = Optional.of(new FatalException("HTTP 401"));
    assertThatThrownBy(() -> endpoints(wrong).headNumber()).isInstanceOf(FatalException.class);
    assertThat(endpoints(wrong, node("good", 20, 0)).headNumber()).isEqualTo(20);
  }

  @Test
  void aRangeThatIsTooLargeIsNotTheNodesFault() {
    Scripted first = node("first", 20, 0);
    first.failure =
        Optional.of(new RangeTooLargeException("too many", new IllegalStateException()));
    Endpoints nodes = endpoints(first, node("second", 20, 0));
    assertThatThrownBy(() -> nodes.logs(3, 9)).isInstanceOf(RangeTooLargeException.class);
    assertThat(nodes.states()).allMatch(EndpointState::isHealthy);
  }

  @Test
  void requestsAreCountedAndWaitForTheLimit() {
    Scripted node = node("only", 20, 0);
    Endpoints nodes = new Endpoints(List.of(new Endpoints.Node("only", 100, () -> node)), clock);
    nodes.fromOneNode(one -> one.blocks(0, 20));
    assertThat(nodes.states().getFirst().requests()).isEqualTo(21);
    assertThat(nodes.states().getFirst().rateLimited()).isZero();
    IntStream.range(0, 80).forEach(_ -> nodes.headNumber());
    assertThat(nodes.states().getFirst().rateLimited()).isPositive();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Endpoints endpoints(Scripted... nodes) {
    return new Endpoints(
        List.of(nodes).stream().map(node -> new Endpoints.Node(node.name, 0, () -> node)).toList(),
        clock);
  }

  private Scripted node(String name, long head, int branch) {
    Scripted node = new Scripted(name, asked);
    node.blocks(1, head, branch);
    return node;
  }

  /** Remembers that it was asked, and fails when it is told so. */
  private static final class Scripted extends ScriptedSource {
    private final String name;
    private final List<String> asked;
    private Optional<RuntimeException> failure = Optional.empty();

    Scripted(String name, List<String> asked) {
      this.name = name;
      this.asked = asked;
      blocks(0, 0, 0);
    }

    private void answer() {
      asked.add(name);
      failure.ifPresent(
          reason -> {
            throw reason;
          });
    }

    @Override
    public long headNumber() {
      answer();
      return super.headNumber();
    }

    @Override
    public synchronized Optional<Block> blockByNumber(long number) {
      answer();
      return super.blockByNumber(number);
    }

    @Override
    public List<LogEntry> logs(long fromBlock, long toBlock) {
      answer();
      return super.logs(fromBlock, toBlock);
    }

    @Override
    public List<LogEntry> logs(Hash32 blockHash) {
      answer();
      return super.logs(blockHash);
    }
  }
}
