package org.sweetwater.indexer.chain;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Several nodes of one chain, as one source that never mixes two of their branches.
 *
 * <ul>
 *   <li>What is asked by number, in one step, is asked of one node: the first healthy one that is
 *       not behind the others. When it fails it rests, and the step is tried with the next.
 *   <li>What is asked of another node is asked by block hash: a node on another branch, or behind,
 *       does not know that block and cannot answer for it.
 *   <li>A step's last block must have the same hash at every healthy node that has a block at its
 *       height; hashes name all blocks below. Where they differ, a strict majority decides, and the
 *       others rest. Without one nothing is believed: the step fails until the nodes agree again.
 * </ul>
 *
 * <p>One node alone is asked directly.
 */
public final class Endpoints implements ChainSource {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  /** A block or two may be on their way between nodes at any moment. */
  private static final long LAG_BLOCKS_MAX = 3;

  private static final Duration HEADS_EVERY = Duration.ofSeconds(2);

  /** Who says nothing for so long abstains. */
  private static final Duration VOTE_TIMEOUT = Duration.ofSeconds(2);

  private final List<Endpoint> nodes;
  private final Clock clock;
  private final LongAdder disagreements = new LongAdder();
  private Instant headsAskedAt = Instant.MIN;

  /**
   * A node among several.
   *
   * @param name without any key
   * @param requestsPerSecond 0 for any number
   * @param connecting called for the first question, and again until it succeeds
   */
  public record Node(String name, int requestsPerSecond, Supplier<ChainSource> connecting) {}

  /** At least one node, the preferred first. */
  public Endpoints(List<Node> nodes, Clock clock) {
    this.nodes =
        nodes.stream()
            .map(
                node ->
                    new Endpoint(node.name(), node.connecting(), node.requestsPerSecond(), clock))
            .toList();
    this.clock = clock;
  }

  /** How each node does, in their order. */
  public List<EndpointState> states() {
    return nodes.stream().map(Endpoint::state).toList();
  }

  /** How often nodes named different blocks at one height. */
  public long disagreements() {
    return disagreements.sum();
  }

  @Override
  public long headNumber() {
    askForHeads();
    return inTurn(Endpoint::headNumber);
  }

  @Override
  public Optional<Block> blockByNumber(long number) {
    return inTurn(
        node -> {
          Optional<Block> block = node.blockByNumber(number);
          if (block.isEmpty()) {
            block =
                votes(others(node), number).keySet().stream()
                    .findFirst()
                    .flatMap(other -> other.blockByNumber(number));
          }
          block.ifPresent(found -> requireAgreement(node, found.ref()));
          return block;
        });
  }

  @Override
  public List<LogEntry> logs(long fromBlock, long toBlock) {
    return inTurn(node -> node.logs(fromBlock, toBlock));
  }

  @Override
  public List<LogEntry> logs(Hash32 blockHash) {
    return inTurn(node -> node.logs(blockHash));
  }

  @Override
  public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
    return inTurn(node -> node.logsOfReceipts(blockHash));
  }

  @Override
  public <T> T fromOneNode(Function<ChainSource, T> reading) {
    return inTurn(node -> reading.apply(new Leader(this, node)));
  }

  @Override
  public boolean isAlone() {
    return nodes.size() == 1;
  }

  /** Tries healthy nodes one after the other; when there is none, the one that rests no longer. */
  private <T> T inTurn(Function<Endpoint, T> question) {
    RetryableException failure = new RetryableException("chain: there is no node to ask");
    for (Endpoint node : candidates()) {
      try {
        return question.apply(node);
      } catch (RangeTooLargeException | UndecidedException e) {
        throw e;
      } catch (RetryableException e) {
        if (nodes.stream().noneMatch(each -> each.isSourceOf(e))) {
          node.blame(e);
        }
        failure = e;
      } catch (FatalException e) {
        if (nodes.size() == 1) {
          throw e;
        }
        LOG.error("node left out: node={} reason=\"{}\"", node.name(), e.getMessage());
        failure = new RetryableException(String.valueOf(e.getMessage()), e);
      }
    }
    throw failure;
  }

  private List<Endpoint> candidates() {
    List<Endpoint> healthy = nodes.stream().filter(Endpoint::isHealthy).toList();
    if (healthy.isEmpty()) {
      return nodes.stream().min(Comparator.comparing(Endpoint::restsUntil)).stream().toList();
    }
    long best = healthy.stream().mapToLong(Endpoint::head).max().orElse(-1);
    // The sort keeps the order of those that are up.
    return healthy.stream()
        .sorted(Comparator.comparing(node -> node.head() < best - LAG_BLOCKS_MAX))
        .toList();
  }

  private List<Endpoint> others(Endpoint node) {
    return nodes.stream().filter(other -> other != node && other.isHealthy()).toList();
  }

  /** Now and then, and without waiting: who lags shows by the next step. */
  private synchronized void askForHeads() {
    Instant now = clock.instant();
    if (nodes.size() > 1 && !now.isBefore(headsAskedAt.plus(HEADS_EVERY))) {
      headsAskedAt = now;
      nodes.stream()
          .filter(Endpoint::isHealthy)
          .forEach(node -> Thread.ofVirtual().name("chain-endpoint").start(() -> askForHead(node)));
    }
  }

  private static void askForHead(Endpoint node) {
    try {
      LOG.debug("head: node={} number={}", node.name(), node.headNumber());
    } catch (RetryableException | FatalException e) {
      // The endpoint has counted it, and rests.
      LOG.debug("no head: node={} reason={}", node.name(), e.getMessage());
    }
  }

  private void requireAgreement(Endpoint leader, BlockRef block) {
    Map<Endpoint, Hash32> votes = votes(others(leader), block.number());
    votes.put(leader, block.hash());
    Map<Hash32, Long> counts =
        votes.values().stream().collect(groupingBy(hash -> hash, counting()));
    if (counts.size() == 1) {
      return;
    }
    disagreements.increment();
    RetryableException quarrel = new UndecidedException(block.number(), votes);
    LOG.warn("nodes disagree: {}", quarrel.getMessage());
    Hash32 winner =
        counts.entrySet().stream()
            .filter(count -> 2 * count.getValue() > votes.size())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(() -> quarrel);
    votes.forEach(
        (node, hash) -> {
          if (!hash.equals(winner)) {
            node.blame(quarrel);
          }
        });
    if (!winner.equals(block.hash())) {
      throw new RetryableException(
          "chain: most nodes name another block %d than %s"
              .formatted(block.number(), leader.name()));
    }
  }

  /** Which blocks nodes have at a height; who has none, fails or is slow is not among them. */
  private static Map<Endpoint, Hash32> votes(List<Endpoint> nodes, long number) {
    Map<Endpoint, FutureTask<Optional<Block>>> asked = new LinkedHashMap<>();
    nodes.forEach(node -> asked.put(node, Parallel.begin(() -> node.blockByNumber(number))));
    Map<Endpoint, Hash32> votes = new LinkedHashMap<>();
    asked.forEach(
        (node, answer) -> result(answer).ifPresent(block -> votes.put(node, block.hash())));
    return votes;
  }

  private static Optional<Block> result(FutureTask<Optional<Block>> answer) {
    try {
      return answer.get(VOTE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Its endpoint has counted the failure; who does not answer has no vote.
      LOG.debug("no vote: reason={}", e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("chain: interrupted while asking the nodes", e);
    }
  }

  /** The node that answers all questions about numbers in one step. */
  private record Leader(Endpoints all, Endpoint node) implements ChainSource {
    @Override
    public long headNumber() {
      return node.headNumber();
    }

    @Override
    public Optional<Block> blockByNumber(long number) {
      return node.blockByNumber(number);
    }

    @Override
    public List<Block> blocks(long from, long to) {
      return node.blocks(from, to);
    }

    @Override
    public List<LogEntry> logs(long fromBlock, long toBlock) {
      return node.logs(fromBlock, toBlock);
    }

    @Override
    public List<LogEntry> logs(Hash32 blockHash) {
      return node.logs(blockHash);
    }

    @Override
    public List<List<LogEntry>> logs(List<Hash32> blockHashes) {
      return node.logs(blockHashes);
    }

    @Override
    public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
      return node.logsOfReceipts(blockHash);
    }

    @Override
    public ChainSource another() {
      return all.others(node).stream()
          .findFirst()
          .<ChainSource>map(other -> new SecondOpinion(other, node))
          .orElse(node);
    }

    @Override
    public void requireAgreement(BlockRef block) {
      all.requireAgreement(node, block);
    }
  }

  /** Another node about blocks by hash; the first one where the other does not know them (yet). */
  private record SecondOpinion(ChainSource other, ChainSource first) implements ChainSource {
    private <T> T ask(Function<ChainSource, T> question) {
      try {
        return question.apply(other);
      } catch (RetryableException | FatalException e) {
        LOG.debug("no second opinion: reason={}", e.getMessage());
        return question.apply(first);
      }
    }

    @Override
    public long headNumber() {
      return ask(ChainSource::headNumber);
    }

    @Override
    public Optional<Block> blockByNumber(long number) {
      return ask(node -> node.blockByNumber(number));
    }

    @Override
    public List<LogEntry> logs(long fromBlock, long toBlock) {
      return ask(node -> node.logs(fromBlock, toBlock));
    }

    @Override
    public List<LogEntry> logs(Hash32 blockHash) {
      return ask(node -> node.logs(blockHash));
    }

    @Override
    public List<List<LogEntry>> logs(List<Hash32> blockHashes) {
      return ask(node -> node.logs(blockHashes));
    }

    @Override
    public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
      return ask(node -> node.logsOfReceipts(blockHash));
    }
  }

  /** Nodes name different blocks, and none has most of them on its side. */
  private static final class UndecidedException extends RetryableException {
    private static final long serialVersionUID = 1L;

    UndecidedException(long number, Map<Endpoint, Hash32> votes) {
      super(
          "chain: nodes name different blocks %d (%s); wait until they agree, or take the wrong one out of chain.rpcUrls"
              .formatted(number, words(votes)));
    }

    private static String words(Map<Endpoint, Hash32> votes) {
      List<String> words = new ArrayList<>();
      votes.forEach((node, hash) -> words.add(node.name() + ": " + hash));
      return String.join(", ", words);
    }
  }
}
