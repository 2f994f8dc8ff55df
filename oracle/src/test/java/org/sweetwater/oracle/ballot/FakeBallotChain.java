package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.AbiWords;

/**
 * A chain with SnapshotBallot and a registry, in memory: the same rules, applied to the same call
 * data. Each block keeps its own copy of the state, so that blocks can be rolled back.
 */
final class FakeBallotChain implements BallotChain {
  static final Address BALLOT = TestSigner.of(900).address();
  static final Address REGISTRY = TestSigner.of(901).address();
  static final Address TARGET = TestSigner.of(902).address();
  static final Bytes TARGET_CODE = Bytes.parse("0x600160005260206000f3");
  static final Bytes SELECTOR = Bytes.parse("0x12345678");
  static final long CHAIN_ID = 31_337;
  static final Deployment DEPLOYMENT =
      new Deployment(
          CHAIN_ID,
          1,
          TestSigner.SPACE,
          TestSigner.of(903).address(),
          REGISTRY,
          TestSigner.of(905).address(),
          TestSigner.of(904).address(),
          TestSigner.of(904).address(),
          BALLOT,
          false);
  static final long WINDOW = 20;
  static final long ELECTORATE_MIN = 3;
  static final long SNAPSHOT_AGE_MAX = 1_000;

  /** The block before the tests begin. */
  static final long FIRST_BLOCK = 500;

  private static final long AHEAD = 300;

  private final MovableClock clock;
  private final int confirmations;
  private final List<Block> blocks = new ArrayList<>();
  final Map<Address, Long> power = new HashMap<>();
  final Map<Address, Bytes> walletSignatures = new HashMap<>();
  final Set<Hash32> poison = new HashSet<>();
  int listedOn = 1;
  boolean isDown;

  private record Block(long time, Map<Hash32, FakeElection> elections, Set<Hash32> executed) {}

  FakeBallotChain(MovableClock clock, int confirmations) {
    this.clock = clock;
    this.confirmations = confirmations;
    blocks.add(new Block(clock.seconds(), new HashMap<>(), new HashSet<>()));
  }

  /** Makes a block of the clock's time; calls that revert leave no trace. */
  void mine(List<OutgoingCall> calls) {
    Block last = blocks.getLast();
    Map<Hash32, FakeElection> elections = new HashMap<>();
    last.elections().forEach((id, election) -> elections.put(id, election.copy()));
    blocks.add(new Block(clock.seconds(), elections, new HashSet<>(last.executed())));
    calls.forEach(this::apply);
  }

  /** Rolls back blocks, never the first. */
  void rollBack(int count) {
    for (int i = 0; i < count && blocks.size() > 1; i++) {
      blocks.removeLast();
    }
  }

  long height() {
    return FIRST_BLOCK + blocks.size() - 1;
  }

  FakeElection election(Hash32 id) {
    return Optional.ofNullable(blocks.getLast().elections().get(id)).orElseThrow();
  }

  /** What a call would meet in the newest block; empty when it would succeed. */
  Optional<String> tryCall(OutgoingCall call) {
    blocks.add(copyOfLast());
    Optional<String> error = apply(call);
    blocks.removeLast();
    return error;
  }

  private Block copyOfLast() {
    Block last = blocks.getLast();
    Map<Hash32, FakeElection> elections = new HashMap<>();
    last.elections().forEach((id, election) -> elections.put(id, election.copy()));
    return new Block(clock.seconds(), elections, new HashSet<>(last.executed()));
  }

  private Optional<String> apply(OutgoingCall call) {
    AbiWords words = new AbiWords(BALLOT, call.calldata().slice(4, call.calldata().size()));
    return switch (BallotCall.of(call.kind())) {
      case OPEN -> open(call.subject(), words);
      case COUNT -> count(words.word(0), words.at(1));
      case COUNT_CONTRACT_VOTE -> countContractVote(words);
      case CLOSE -> close(words.word(0));
      case EXECUTE -> execute(words.word(0));
    };
  }

  private Optional<String> open(Hash32 id, AbiWords words) {
    Block now = blocks.getLast();
    if (now.elections().containsKey(id)) {
      return Optional.of("AlreadyOpen");
    }
    if (listedOn == 0) {
      return Optional.of("CallNotListed");
    }
    if (words.number(5) < now.time() + WINDOW) {
      return Optional.of("EndTooSoon");
    }
    Address author = words.address(0);
    Bytes signature = bytes(words.at(12));
    if (Signatures.recover(id, signature.hex())
        .filter(recovered -> recovered.signer().equals(author))
        .isEmpty()) {
      return Optional.of("AuthorSignatureInvalid");
    }
    Bytes data = bytes(words.at(14));
    Hash32 action =
        new CommittedCall(words.address(13), data, words.word(15))
            .action(CHAIN_ID, BALLOT, TARGET_CODE.keccak());
    now.elections()
        .put(
            id,
            new FakeElection(author, action, words.number(6), words.number(4), words.number(5)));
    return Optional.empty();
  }

  private Optional<String> count(Hash32 id, AbiWords list) {
    Optional<String> closed = notCounting(id);
    if (closed.isPresent()) {
      return closed;
    }
    FakeElection election = election(id);
    boolean passedBefore = election.passes();
    int counted = 0;
    for (int i = 0; i < list.number(0); i++) {
      BallotVote vote = vote(id, list, 1 + 9 * i);
      if (judge(election, vote, isSignedByKey(vote)) == ContractVerdict.COUNTABLE) {
        stand(election, vote);
        counted++;
      }
    }
    election.extendIfFlipped(passedBefore, blocks.getLast().time());
    return counted == 0 ? Optional.of("NothingCounted") : Optional.empty();
  }

  private Optional<String> countContractVote(AbiWords words) {
    Hash32 id = words.word(0);
    Optional<String> closed = notCounting(id);
    if (closed.isPresent()) {
      return closed;
    }
    FakeElection election = election(id);
    BallotVote vote = vote(id, words, 1);
    Bytes signature = bytes(words.at(10));
    boolean passedBefore = election.passes();
    if (judge(election, vote, accepts(vote.voter(), signature)) != ContractVerdict.COUNTABLE) {
      return Optional.of("VoteNotCountable");
    }
    stand(election, vote);
    election.extendIfFlipped(passedBefore, blocks.getLast().time());
    return Optional.empty();
  }

  private Optional<String> notCounting(Hash32 id) {
    FakeElection election = blocks.getLast().elections().get(id);
    if (election == null) {
      return Optional.of("UnknownBallot");
    }
    if (election.status != BallotStatus.OPEN) {
      return Optional.of("StatusIs");
    }
    return blocks.getLast().time() > election.countUntil
        ? Optional.of("CountingOver")
        : Optional.empty();
  }

  private Optional<String> close(Hash32 id) {
    Block now = blocks.getLast();
    FakeElection election = now.elections().get(id);
    if (election == null || election.status != BallotStatus.OPEN) {
      return Optional.of(election == null ? "UnknownBallot" : "StatusIs");
    }
    if (now.time() <= election.countUntil) {
      return Optional.of("CountingNotOver");
    }
    election.status = election.passes() ? BallotStatus.PASSED : BallotStatus.REJECTED;
    election.closedAt = now.time();
    return Optional.empty();
  }

  private Optional<String> execute(Hash32 id) {
    Block now = blocks.getLast();
    FakeElection election = now.elections().get(id);
    if (election == null || election.status != BallotStatus.PASSED) {
      return Optional.of(election == null ? "UnknownBallot" : "StatusIs");
    }
    if (election.statusAt(now.time()) == BallotStatus.EXPIRED) {
      return Optional.of("MandateExpired");
    }
    if (now.time() < election.closedAt + FakeElection.DELAY) {
      return Optional.of("TooEarlyToExecute");
    }
    if (!now.executed().add(election.action)) {
      return Optional.of("ActionAlreadyExecuted");
    }
    election.status = BallotStatus.EXECUTED;
    return Optional.empty();
  }

  private static Bytes bytes(AbiWords dynamic) {
    int length = (int) dynamic.number(0);
    return dynamic.data().slice(Hash32.LENGTH, Hash32.LENGTH + length);
  }

  private static BallotVote vote(Hash32 id, AbiWords words, int first) {
    byte[] all = new byte[9 * Hash32.LENGTH];
    for (int i = 0; i < 9; i++) {
      System.arraycopy(words.word(first + i).bytes(), 0, all, i * Hash32.LENGTH, Hash32.LENGTH);
    }
    BallotVote unnamed = VoteWords.read(Hash32.ZERO, id, Bytes.of(all));
    return VoteWords.read(FakeDigest.of(unnamed), id, Bytes.of(all));
  }

  private ContractVerdict judge(FakeElection election, BallotVote vote, boolean isSigned) {
    if (vote.timestamp() < election.start || vote.timestamp() > election.end) {
      return ContractVerdict.DATED_OUTSIDE_WINDOW;
    }
    if (vote.timestamp() > blocks.getLast().time() + AHEAD) {
      return ContractVerdict.DATED_AHEAD;
    }
    if (!isSigned) {
      return ContractVerdict.SIGNATURE_INVALID;
    }
    if (power.getOrDefault(vote.voter(), 0L) == 0) {
      return ContractVerdict.NO_POWER;
    }
    FakeElection.Vote standing = election.votes.get(vote.voter());
    boolean isLater =
        standing == null
            || vote.timestamp() > standing.timestamp()
            || (vote.timestamp() == standing.timestamp() && vote.id().compareTo(standing.id()) > 0);
    return isLater ? ContractVerdict.COUNTABLE : ContractVerdict.SUPERSEDED;
  }

  private void stand(FakeElection election, BallotVote vote) {
    election.votes.put(
        vote.voter(),
        new FakeElection.Vote(
            vote.timestamp(), vote.id(), power.getOrDefault(vote.voter(), 0L), vote.choice()));
  }

  private static boolean isSignedByKey(BallotVote vote) {
    Bytes signature = Bytes.parse(vote.r().hex() + vote.vs().hex().substring(2));
    return Signatures.recover(vote.id(), signature.hex())
        .filter(recovered -> recovered.signer().equals(vote.voter()))
        .isPresent();
  }

  private boolean accepts(Address wallet, Bytes signature) {
    return Optional.ofNullable(walletSignatures.get(wallet)).filter(signature::equals).isPresent();
  }

  private Block block(View view) {
    if (isDown) {
      throw new RetryableException("chain: the fake node is down");
    }
    return switch (view) {
      case LATEST -> blocks.getLast();
      case CONFIRMED -> blocks.get(Math.max(0, blocks.size() - 1 - confirmations));
    };
  }

  @Override
  public Head head() {
    return new Head(height(), block(View.LATEST).time());
  }

  @Override
  public BallotRules rules() {
    return new BallotRules(TestSigner.SPACE, REGISTRY, ELECTORATE_MIN, SNAPSHOT_AGE_MAX);
  }

  @Override
  public BallotState ballot(Hash32 id, View view) {
    if (poison.contains(id)) {
      throw new IndexOutOfBoundsException("a bug that this ballot meets");
    }
    Block block = block(view);
    FakeElection election = block.elections().get(id);
    return election == null
        ? new BallotState(
            id, BallotStatus.UNKNOWN, 0, 0, 0, 0, 0, 0, new BallotState.Tally(0, 0, 0, 0, 0))
        : election.state(id, block.time());
  }

  @Override
  public StandingVote voteOf(Hash32 id, Address voter, View view) {
    FakeElection election = block(view).elections().get(id);
    FakeElection.Vote vote = election == null ? null : election.votes.get(voter);
    return vote == null
        ? new StandingVote(0, Bytes.of(new byte[20]), 0, 0)
        : new StandingVote(
            vote.timestamp(),
            Bytes.of(vote.id().bytes()).slice(0, 20),
            vote.power(),
            vote.choice());
  }

  @Override
  public List<ContractVerdict> check(Hash32 id, List<BallotVote> votes, View view) {
    FakeElection election = block(view).elections().get(id);
    if (election == null) {
      throw new RetryableException("check: unknown ballot " + id);
    }
    return votes.stream().map(vote -> judge(election, vote, isSignedByKey(vote))).toList();
  }

  @Override
  public ContractVerdict checkContractVote(BallotVote vote, Bytes signature) {
    FakeElection election = block(View.LATEST).elections().get(vote.proposalId());
    return judge(
        Optional.ofNullable(election).orElseThrow(), vote, accepts(vote.voter(), signature));
  }

  @Override
  public int trackOf(Address target, Bytes selector) {
    return target.equals(TARGET) && selector.equals(SELECTOR) ? listedOn : 0;
  }

  @Override
  public long windowOf(int track) {
    return WINDOW;
  }

  @Override
  public long powerAt(Address account, long block) {
    return power.getOrDefault(account, 0L);
  }

  @Override
  public long totalPowerAt(long block) {
    return power.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public long openBallotsOf(Address author) {
    return block(View.LATEST).elections().values().stream()
        .filter(election -> election.author.equals(author) && election.status == BallotStatus.OPEN)
        .count();
  }

  @Override
  public boolean isExecuted(Hash32 action) {
    return block(View.LATEST).executed().contains(action);
  }

  @Override
  public Bytes codeAt(Address address) {
    if (address.equals(TARGET)) {
      return TARGET_CODE;
    }
    return walletSignatures.containsKey(address) ? Bytes.parse("0x60") : Bytes.EMPTY;
  }

  @Override
  public boolean acceptsSignature(Address contract, Hash32 digest, Bytes signature) {
    return accepts(contract, signature);
  }

  static Hash32 keccak(String text) {
    return Hash32.keccak(text.getBytes(UTF_8));
  }
}
