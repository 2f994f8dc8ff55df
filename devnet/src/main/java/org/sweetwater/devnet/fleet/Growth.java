package org.sweetwater.devnet.fleet;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.sweetwater.devnet.DevnetException;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.abi.EventEncoder;
import org.web3j.crypto.Credentials;

/**
 * Lets a young network grow to its fleet's size by the registry's own rules: an operator's nodes
 * stay within a tenth of the active ones, and an epoch activates a tenth of those at its start. So
 * each block brings as many registrations and activations as the block before allows, and what
 * happened is read from the events, never assumed.
 */
public final class Growth {
  private static final Hash32 REGISTERED =
      Hash32.parse(EventEncoder.encode(NodeRegistry.NODEREGISTERED_EVENT));
  private static final Hash32 ACTIVATED =
      Hash32.parse(EventEncoder.encode(NodeRegistry.NODEACTIVATED_EVENT));

  /** As in NodeRegistry: the share, and what a small network may have in any case. */
  private static final int TENTH = 10;

  private static final int ACTIVATIONS_FLOOR = 10;

  /**
   * Of a block's 30 million gas. More than fits is not sent: anvil drops what follows a transaction
   * that does not fit.
   */
  private static final BigInteger BLOCK_GAS = BigInteger.valueOf(26_000_000);

  private static final BigInteger REGISTER_GAS = BigInteger.valueOf(260_000);

  private static final BigInteger ACTIVATE_GAS = BigInteger.valueOf(180_000);
  private static final BigInteger TRANSFER_GAS = BigInteger.valueOf(21_000);

  /** What an operator may need in all: a hundred registrations and as much again. */
  private static final BigInteger ALLOWANCE_GAS = BigInteger.valueOf(52_000_000);

  /** Full blocks raise the base fee by an eighth each; so much more is offered than now. */
  private static final BigInteger FEE_MARGIN = BigInteger.valueOf(20);

  private static final Duration POLL = Duration.ofMillis(50);

  /** Without a new active node for so long, something is wrong. */
  private static final Duration STILL_MAX = Duration.ofSeconds(60);

  private final ChainClient chain;
  private final Deployment deployment;
  private final Roster roster;
  private final Enrolment enrolment;
  private final Sender activator;
  private final List<Sender> operators;
  private final List<Deque<Roster.Member>> unregistered = new ArrayList<>();
  private final Map<Address, Roster.Member> sentToActivate = new LinkedHashMap<>();
  private final Map<Address, Roster.Member> byAddress = new HashMap<>();
  private final Deque<Roster.Member> waiting = new ArrayDeque<>();
  private int active;
  private long seenBlock;

  /**
   * The growth of a network in which each operator of {@code roster} has one node.
   *
   * @param funder pays for the operators, and activates
   */
  public Growth(ChainClient chain, Deployment deployment, Roster roster, Credentials funder) {
    this.chain = chain;
    this.deployment = deployment;
    this.roster = roster;
    this.enrolment = new Enrolment(deployment);
    this.activator = new Sender(chain, funder);
    this.operators =
        roster.operators().stream().map(operator -> new Sender(chain, operator)).toList();
    this.active = operators.size();
    this.seenBlock = chain.blockNumber();
    operators.forEach(_ -> unregistered.add(new ArrayDeque<>()));
    roster.members().stream()
        .skip(operators.size())
        .forEach(
            member -> {
              unregistered.get(member.operator()).add(member);
              byAddress.put(member.address(), member);
            });
  }

  /**
   * Grows until every node of the roster is active.
   *
   * @param progress told after each block how many nodes are active
   * @throws DevnetException when no node becomes active for a minute
   */
  public void run(IntConsumer progress) throws InterruptedException {
    fund();
    Instant grewAt = Instant.now();
    while (active < roster.nodes()) {
      int before = active;
      Fees fees = fees();
      activate(fees);
      register(fees);
      awaitBlock();
      if (active > before) {
        grewAt = Instant.now();
        progress.accept(active);
      } else if (Instant.now().isAfter(grewAt.plus(STILL_MAX))) {
        throw new DevnetException(
            "the fleet stopped growing at %d of %d nodes; no node became active for %d s"
                .formatted(active, roster.nodes(), STILL_MAX.toSeconds()));
      }
    }
  }

  /** Operators beyond the devnet's usual people have no money yet. */
  private void fund() throws InterruptedException {
    Fees fees = fees();
    BigInteger wei = fees.maxFeePerGas().multiply(ALLOWANCE_GAS);
    if (wei.signum() == 0) {
      return;
    }
    for (Sender operator : operators) {
      activator.send(operator.address(), Bytes.EMPTY, wei, TRANSFER_GAS, fees);
    }
    while (!activator.isMined()) {
      awaitBlock();
    }
  }

  private Fees fees() {
    Fees now = chain.fees();
    return new Fees(now.maxPriorityFeePerGas(), now.maxFeePerGas().multiply(FEE_MARGIN));
  }

  /** The epoch is a second, as a block: what it allows is a tenth of what the last block left. */
  private void activate(Fees fees) {
    if (!sentToActivate.isEmpty()) {
      if (!activator.isMined()) {
        return;
      }
      // Mined and not activated: refused, since the block came late or early for its epoch.
      sentToActivate.values().forEach(waiting::addFirst);
      sentToActivate.clear();
    }
    int limit = Math.max(ACTIVATIONS_FLOOR, active / TENTH);
    for (int i = 0; i < limit && !waiting.isEmpty(); i++) {
      Roster.Member member = waiting.removeFirst();
      activator.send(
          deployment.registry(),
          Enrolment.activate(member.address()),
          BigInteger.ZERO,
          ACTIVATE_GAS,
          fees);
      sentToActivate.put(member.address(), member);
    }
  }

  private void register(Fees fees) {
    int cap = (active + 1) / TENTH;
    int left =
        BLOCK_GAS
            .subtract(ACTIVATE_GAS.multiply(BigInteger.valueOf(sentToActivate.size())))
            .divide(REGISTER_GAS)
            .intValueExact();
    for (int i = 0; i < operators.size() && left > 0; i++) {
      Sender operator = operators.get(i);
      Deque<Roster.Member> queue = unregistered.get(i);
      while (nodesOf(i) < cap && !queue.isEmpty() && left > 0) {
        operator.send(
            deployment.registry(),
            enrolment.register(queue.removeFirst(), operator.address()),
            BigInteger.ZERO,
            REGISTER_GAS,
            fees);
        left--;
      }
    }
  }

  private int nodesOf(int operator) {
    int all = Math.ceilDiv(roster.nodes() - operator, operators.size());
    return all - unregistered.get(operator).size();
  }

  private void awaitBlock() throws InterruptedException {
    long head = chain.blockNumber();
    while (head == seenBlock) {
      Thread.sleep(POLL);
      head = chain.blockNumber();
    }
    chain.logs(seenBlock + 1, head, List.of(deployment.registry())).forEach(this::note);
    seenBlock = head;
  }

  private void note(LogEntry log) {
    if (log.topics().isEmpty()) {
      return;
    }
    Hash32 event = log.topics().getFirst();
    if (event.equals(REGISTERED)) {
      Roster.Member member = byAddress.get(Address.fromWord(log.topics().get(1)));
      if (member != null) {
        waiting.addLast(member);
      }
    } else if (event.equals(ACTIVATED)) {
      sentToActivate.remove(Address.fromWord(log.topics().get(1)));
      active++;
    }
  }
}
