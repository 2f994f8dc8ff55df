package org.sweetwater.devnet.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.cradle.canary.CanaryContract;
import org.sweetwater.oracle.cradle.canary.CanaryEvent;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * Simulated nodes at work: each that a wave draws runs the change, measures, signs with its own key
 * and posts to the oracle. They see nothing but the chain. A post that fails is repeated with each
 * block until its slot is over, since an oracle may be down for a moment.
 */
public final class Fleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int POSTS_MAX = 32;
  private static final int OK_LEAST = 200;
  private static final int OK_MOST = 299;
  private static final int REFUSED_LEAST = 400;
  private static final int REFUSED_MOST = 499;
  private static final int TOO_MANY = 429;

  private final ChainClient chain;
  private final CanaryContract contract;
  private final URI oracle;
  private final Simulation simulation;
  private final HttpClient http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore posting = new Semaphore(POSTS_MAX);
  private final Queue<Message> again = new ConcurrentLinkedQueue<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private long seenBlock;

  private Fleet(ChainClient chain, Deployment deployment, URI oracle, Simulation simulation) {
    this.chain = chain;
    this.contract = new CanaryContract(chain, deployment);
    this.oracle = oracle;
    this.simulation = simulation;
    this.seenBlock = chain.blockNumber();
    this.http = HttpClient.newBuilder().connectTimeout(TIMEOUT).executor(threads).build();
  }

  /**
   * Starts the nodes; they hear what happens from the present block on.
   *
   * @param oracle the base address of the oracle that they post to
   * @param seed decides what they measure and which of them break
   */
  public static Fleet start(
      ChainClient chain, Deployment deployment, Roster roster, URI oracle, long seed) {
    Map<Address, SigningKey> keys =
        roster.members().stream()
            .map(Roster.Member::key)
            .collect(Collectors.toMap(SigningKey::address, Function.identity()));
    Fleet fleet = new Fleet(chain, deployment, oracle, new Simulation(deployment, keys, seed));
    fleet.threads.execute(fleet::watch);
    return fleet;
  }

  /** Says beforehand how a change will go. */
  public void expect(Hash32 experiment, Faults faults) {
    synchronized (simulation) {
      simulation.expect(experiment, faults);
    }
  }

  /** How many nodes run an experiment's change now. */
  public int running(Hash32 experiment) {
    synchronized (simulation) {
      return simulation.running(experiment);
    }
  }

  /** How many messages the oracle took. */
  public int taken() {
    return taken.get();
  }

  /** How many messages the oracle refused. */
  public int refused() {
    return refused.get();
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(POLL);
        look();
      } catch (RetryableException e) {
        LOG.warn("fleet_does_not_hear: reason={}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void look() {
    Block head = chain.latestBlock();
    if (head.number() <= seenBlock) {
      return;
    }
    List<CanaryEvent> events = contract.events(seenBlock + 1, head.number());
    seenBlock = head.number();
    long now = head.timestamp().getEpochSecond();
    List<Message> messages = new ArrayList<>();
    for (Message late = again.poll(); late != null; late = again.poll()) {
      messages.add(late);
    }
    synchronized (simulation) {
      events.forEach(simulation::hear);
      messages.removeIf(late -> late.until() < now || simulation.running(late.experiment()) == 0);
      messages.addAll(simulation.due(now));
    }
    messages.forEach(message -> threads.execute(() -> post(message)));
  }

  private void post(Message message) {
    try {
      posting.acquire();
      try {
        send(message);
      } finally {
        posting.release();
      }
    } catch (IOException e) {
      again.add(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Message message) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(oracle.resolve(message.path()))
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(message.json().toString()))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    int status = answer.statusCode();
    if (status >= OK_LEAST && status <= OK_MOST) {
      taken.incrementAndGet();
    } else if (status >= REFUSED_LEAST && status <= REFUSED_MOST && status != TOO_MANY) {
      refused.incrementAndGet();
      LOG.warn("fleet_report_refused: status={} answer={}", status, answer.body());
    } else {
      again.add(message);
    }
  }

  /** Stops the nodes; what is being posted is given up. */
  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
    threads.close();
  }
}
