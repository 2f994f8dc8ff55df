package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.chain.SendOutcome;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.transaction.type.Transaction1559;

/**
 * A chain with one contract, a pool that behaves like Besu's, and reorganisations. Time does not
 * pass by itself: the test mines.
 */
final class FakeChain implements RelayChain {
  private static final long GAS = 50_000;

  /** A transaction as the chain sees it. */
  record Tx(Hash32 hash, Bytes raw, Address sender, long nonce, Address to, Bytes data, Fees fees) {
    static Tx of(Bytes raw) {
      SignedRawTransaction decoded = (SignedRawTransaction) TransactionDecoder.decode(raw.hex());
      Transaction1559 fees = (Transaction1559) decoded.getTransaction();
      return new Tx(
          raw.keccak(),
          raw,
          senderOf(decoded),
          decoded.getNonce().longValueExact(),
          Address.parse(decoded.getTo()),
          Bytes.parse("0x" + decoded.getData().replaceFirst("^0x", "")),
          new Fees(fees.getMaxPriorityFeePerGas(), fees.getMaxFeePerGas()));
    }
  }

  private static Address senderOf(SignedRawTransaction transaction) {
    try {
      return Address.parse(transaction.getFrom());
    } catch (SignatureException notSigned) {
      throw new IllegalArgumentException("a transaction without a signer", notSigned);
    }
  }

  private record Block(
      Hash32 hash, List<Tx> transactions, Set<Integer> foreignEffects, boolean isHostile) {}

  private final List<Block> blocks = new ArrayList<>();
  private final Map<Address, NavigableMap<Long, Tx>> pool = new HashMap<>();
  private final Map<Address, BigInteger> balances = new HashMap<>();
  private final Set<Hash32> seen = new HashSet<>();
  private long forks;
  private int highest;
  private BigInteger baseFee = BigInteger.ZERO;
  private Optional<SendOutcome> answer = Optional.empty();
  private Optional<DryRun> dryRun = Optional.empty();
  private boolean isHostile;

  FakeChain() {
    mine();
  }

  // What the test does.

  void baseFee(long wei) {
    baseFee = BigInteger.valueOf(wei);
  }

  void balance(Address account, BigInteger wei) {
    balances.put(account, wei);
  }

  /** Every transaction is answered like this, and not taken, until told otherwise. */
  void answer(SendOutcome outcome) {
    answer = Optional.of(outcome);
  }

  void answerNormally() {
    answer = Optional.empty();
    dryRun = Optional.empty();
  }

  /** Every dry run ends like this, until told otherwise. */
  void answer(DryRun outcome) {
    dryRun = Optional.of(outcome);
  }

  /** Whatever is mined from now on reverts, though its dry run promises success. */
  void hostile() {
    isHostile = true;
  }

  /** A block with everything in the pool that may be mined now. */
  void mine() {
    mine(Set.of());
  }

  /** A block in which other people also call these numbers, before us. */
  void mine(Set<Integer> foreignEffects) {
    List<Tx> mined = new ArrayList<>();
    pool.forEach(
        (sender, transactions) -> {
          long next = usedNonces(sender);
          for (Tx tx = transactions.get(next);
              tx != null && tx.fees().maxFeePerGas().compareTo(baseFee) >= 0;
              tx = transactions.get(++next)) {
            mined.add(tx);
          }
        });
    append(mined, foreignEffects);
  }

  /** A block in which somebody else uses the account's next nonce. */
  void mineForeignNonce(Tx foreign) {
    append(List.of(foreign), Set.of());
  }

  void mineEmpty() {
    append(List.of(), Set.of());
  }

  private void append(List<Tx> mined, Set<Integer> foreignEffects) {
    byte[] name = ByteBuffer.allocate(16).putLong(++forks).putLong(blocks.size()).array();
    blocks.add(
        new Block(Hash32.keccak(name), List.copyOf(mined), Set.copyOf(foreignEffects), isHostile));
    highest = Math.max(highest, blocks.size());
    mined.forEach(tx -> transactionsOf(tx.sender()).headMap(tx.nonce(), true).clear());
  }

  /**
   * Takes the newest blocks back, at most so many below the highest block there ever was; their
   * transactions return to the pool, or are forgotten.
   */
  void rollBack(int depth, boolean keepInPool) {
    while (blocks.size() > Math.max(1, highest - depth)) {
      Block dropped = blocks.removeLast();
      if (keepInPool) {
        dropped
            .transactions()
            .forEach(tx -> transactionsOf(tx.sender()).putIfAbsent(tx.nonce(), tx));
      }
    }
  }

  /** The node restarts, and its pool was only in memory. */
  void forgetPool() {
    pool.clear();
  }

  // What the test asks.

  /** Every transaction that a node was ever offered. */
  Set<Hash32> seen() {
    return seen;
  }

  /** Everything in the pool. */
  List<Tx> pooled() {
    return pool.values().stream().flatMap(transactions -> transactions.values().stream()).toList();
  }

  /** How often each number had its effect by a transaction of ours, in the present chain. */
  Map<Integer, Integer> ownEffects() {
    Map<Integer, Integer> counts = new HashMap<>();
    for (Block block : blocks) {
      for (Tx tx : block.transactions()) {
        if (!tx.data().isEmpty() && succeeded(tx)) {
          counts.merge(FakeContract.numberIn(tx.data()), 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  Set<Integer> effects() {
    return effectsAfter(blocks.size() - 1);
  }

  /** Where a transaction is in the present chain. */
  Optional<BlockRef> blockOf(Hash32 hash) {
    for (int number = 0; number < blocks.size(); number++) {
      if (blocks.get(number).transactions().stream().anyMatch(tx -> tx.hash().equals(hash))) {
        return Optional.of(new BlockRef(number, blocks.get(number).hash()));
      }
    }
    return Optional.empty();
  }

  // What the relay asks.

  @Override
  public long headNumber() {
    return blocks.size() - 1L;
  }

  @Override
  public Fees fees() {
    BigInteger tip = baseFee.signum() == 0 ? BigInteger.ZERO : BigInteger.ONE;
    return new Fees(tip, baseFee.shiftLeft(1).add(tip));
  }

  @Override
  public long usedNonces(Address account) {
    return blocks.stream()
        .flatMap(block -> block.transactions().stream())
        .filter(tx -> tx.sender().equals(account))
        .count();
  }

  @Override
  public BigInteger balance(Address account) {
    return balances.getOrDefault(account, BigInteger.TEN.pow(18));
  }

  @Override
  public DryRun dryRun(Address from, Address target, Bytes calldata) {
    return dryRun.orElseGet(() -> tried(target, calldata));
  }

  private DryRun tried(Address target, Bytes calldata) {
    return revertAt(headNumber(), target, calldata)
        .<DryRun>map(DryRun.Reverts::new)
        .orElse(new DryRun.Succeeds(GAS));
  }

  @Override
  public Optional<Bytes> revertAt(long block, Address target, Bytes calldata) {
    return FakeContract.revert(
        FakeContract.numberIn(calldata), effectsAfter(Math.toIntExact(block)));
  }

  @Override
  public SendOutcome send(Bytes raw) {
    Tx tx = Tx.of(raw);
    seen.add(tx.hash());
    if (answer.isPresent()) {
      return answer.get();
    }
    long used = usedNonces(tx.sender());
    Tx before = transactionsOf(tx.sender()).get(tx.nonce());
    if (before != null && before.hash().equals(tx.hash())) {
      return new SendOutcome.AlreadyKnown(tx.hash());
    }
    if (tx.nonce() < used) {
      return new SendOutcome.NonceTooLow("Nonce too low");
    }
    if (tx.nonce() > used + RelayLimits.IN_FLIGHT_LIMIT) {
      return new SendOutcome.NonceTooDistant("Transaction nonce is too distant");
    }
    if (before != null && isUnderpriced(before.fees(), tx.fees())) {
      return new SendOutcome.ReplacementUnderpriced("Replacement transaction underpriced");
    }
    transactionsOf(tx.sender()).put(tx.nonce(), tx);
    return new SendOutcome.Accepted(tx.hash());
  }

  @Override
  public Optional<Receipt> receipt(Hash32 transaction) {
    return blockOf(transaction)
        .map(
            block -> {
              Tx tx =
                  blocks.get((int) block.number()).transactions().stream()
                      .filter(candidate -> candidate.hash().equals(transaction))
                      .findFirst()
                      .orElseThrow();
              return new Receipt(
                  transaction,
                  block,
                  succeeded(tx),
                  BigInteger.valueOf(GAS),
                  tx.fees().maxFeePerGas(),
                  tx.sender(),
                  Optional.empty(),
                  List.of());
            });
  }

  private NavigableMap<Long, Tx> transactionsOf(Address sender) {
    return pool.computeIfAbsent(sender, _ -> new TreeMap<>());
  }

  /** Besu: at price 0 the last writer wins; else both fees must rise by a tenth. */
  private static boolean isUnderpriced(Fees before, Fees now) {
    BigInteger ten = BigInteger.TEN;
    BigInteger eleven = BigInteger.valueOf(11);
    return now.maxFeePerGas().multiply(ten).compareTo(before.maxFeePerGas().multiply(eleven)) < 0
        || now.maxPriorityFeePerGas()
                .multiply(ten)
                .compareTo(before.maxPriorityFeePerGas().multiply(eleven))
            < 0;
  }

  private boolean succeeded(Tx wanted) {
    Set<Integer> effects = new HashSet<>();
    for (Block block : blocks) {
      effects.addAll(block.foreignEffects());
      for (Tx tx : block.transactions()) {
        boolean success = !block.isHostile() && apply(tx, effects);
        if (tx.hash().equals(wanted.hash())) {
          return success;
        }
      }
    }
    throw new IllegalStateException("not in the chain: " + wanted.hash());
  }

  private Set<Integer> effectsAfter(int number) {
    Set<Integer> effects = new HashSet<>();
    for (Block block : blocks.subList(0, number + 1)) {
      effects.addAll(block.foreignEffects());
      if (!block.isHostile()) {
        block.transactions().forEach(tx -> apply(tx, effects));
      }
    }
    return effects;
  }

  private static boolean apply(Tx tx, Set<Integer> effects) {
    if (tx.data().isEmpty()) {
      return true;
    }
    int number = FakeContract.numberIn(tx.data());
    return FakeContract.revert(number, effects).isEmpty() && effects.add(number);
  }
}
