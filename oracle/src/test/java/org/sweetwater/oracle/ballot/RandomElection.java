package org.sweetwater.oracle.ballot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.recount.ChainRecord;
import org.sweetwater.oracle.recount.Count;
import org.sweetwater.oracle.recount.Electorate;
import org.sweetwater.oracle.recount.Flaw;
import org.sweetwater.oracle.recount.MessageArchive;
import org.sweetwater.oracle.recount.Paper;
import org.sweetwater.oracle.recount.PaperReader;
import org.sweetwater.oracle.recount.Recount;
import org.sweetwater.oracle.recount.Report;
import org.sweetwater.oracle.recount.Result;
import org.sweetwater.oracle.recount.Terms;
import org.sweetwater.oracle.relay.Outbox;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.SnapshotBallot;

/**
 * One election made of a seed: an electorate that changes before and after the snapshot, a track's
 * values, a proposal, votes of all kinds. Played against the real contract, and compared with the
 * oracle's verdicts and with the recount.
 */
final class RandomElection {
  private static final Address ANYBODY = Ground.account(9_998);

  /** Counted votes show every power anyway; these are for operators who do not vote. */
  private static final int POWERS_COMPARED = 3;

  /** The least nodes of a network in which three nodes of one operator all count. */
  private static final long NODES_FOR_POWER_THREE = 30;

  /** An operator whose nodes no change concerns, and who never proposes. */
  private static final int WALLET = Ground.OPERATORS - 3;

  /** Code that returns ERC-1271's magic value, whatever it is asked. */
  private static final String YES_TO_ALL = "0x7f1626ba7e" + "00".repeat(28) + "60005260206000f3";

  private static final List<Long> WINDOWS = List.of(30L, 120L, 400L, 1_500L);

  private final Ground ground;
  private final Jdbi jdbi;
  private final MovableClock clock;
  private final NodeBallotChain chain;
  private final Random random;
  private final Optional<Kind> aim;
  private final Set<Kind> met = EnumSet.noneOf(Kind.class);
  private final Archive archive;
  private final Desk desk;
  private final long window;
  private final long grace;
  private final long votersMin;
  private final boolean twoThirds;
  private final long quorumBps;

  private Signed proposal;
  private Terms terms;
  private Electorate electorate;
  private Count count;
  private PaperReader reader;
  private final Map<Cast, Paper> papers = new LinkedHashMap<>();

  RandomElection(long seed, Ground ground, Jdbi jdbi, MovableClock clock, NodeBallotChain chain) {
    this.ground = ground;
    this.jdbi = jdbi;
    this.clock = clock;
    this.chain = chain;
    this.random = new Random(seed);
    this.aim = aim(seed);
    this.archive = new Archive(jdbi, clock);
    this.desk =
        new Desk(
            jdbi,
            archive,
            new ProgressStore(jdbi, clock),
            new VerdictStore(jdbi, clock),
            new Outbox(clock),
            chain,
            new BallotCalls(ground.ballot()),
            new CatchUp(),
            clock);
    this.window = pick(WINDOWS);
    this.grace = pick(List.of(0L, 20L, 100L, 400L));
    this.votersMin = random.nextInt(3) == 0 ? random.nextInt(14) : random.nextInt(4);
    this.twoThirds = random.nextInt(3) == 0;
    ground.reset();
    if (isAimedAt(Kind.CAP_BINDS)) {
      shrinkBelowTheCap();
    } else if (!isAimedAt(Kind.TIE)) {
      changeElectorate(random.nextInt(20));
    }
    this.quorumBps = quorum();
    assertThat(ground.send(List.of(ground.setTrack(track())))).containsExactly(true);
    setClock();
    this.proposal = propose();
    this.terms = terms();
    this.electorate = electorate();
    this.count = new Count(terms, electorate);
    this.reader = new PaperReader(proposal.id(), TestSigner.SPACE, terms, electorate);
    changeElectorate(random.nextInt(8));
    setClock();
  }

  /** Some seeds are led to what chance alone would hardly meet. */
  private static Optional<Kind> aim(long seed) {
    return switch (Math.floorMod(seed, 4)) {
      case 1 -> Optional.of(Kind.WALLET);
      case 2 -> Optional.of(Kind.CAP_BINDS);
      case 3 -> Optional.of(Kind.TIE);
      default -> Optional.empty();
    };
  }

  private boolean isAimedAt(Kind kind) {
    return aim.filter(kind::equals).isPresent();
  }

  /** What this election has shown. */
  Set<Kind> met() {
    return EnumSet.copyOf(met);
  }

  private Hash32 id() {
    return proposal.id();
  }

  /** Often exactly what some nodes make, or the least above it. */
  private long quorum() {
    long head = ground.client.blockNumber();
    long total =
        Electorate.at(head, ground.client.logs(0, head, List.of(ground.registry()))).total();
    return switch (random.nextInt(3)) {
      case 0 -> pick(List.of(0L, 500L, 2_000L, 10_000L));
      case 1 -> 10_000 * random.nextLong(total / 2) / total + random.nextInt(2);
      default -> random.nextInt(4_000);
    };
  }

  private SnapshotBallot.Track track() {
    return new SnapshotBallot.Track(
        BigInteger.valueOf(window),
        BigInteger.valueOf(grace),
        BigInteger.valueOf(random.nextInt(5)),
        BigInteger.valueOf(quorumBps),
        BigInteger.valueOf(votersMin),
        twoThirds,
        BigInteger.ZERO);
  }

  /** Nodes leave, are suspended and restored, operators are revoked: some of it in vain. */
  private void changeElectorate(int changes) {
    List<Ground.Call> calls = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      int operator = 1 + random.nextInt(Ground.OPERATORS - 4);
      int node = operator <= Ground.LARGE_OPERATORS ? random.nextInt(3) : 0;
      calls.add(
          switch (random.nextInt(8)) {
            case 0 -> ground.quarantine(operator, node);
            case 1 -> ground.restore(operator, node);
            case 2 -> ground.revoke(operator);
            case 3, 4, 5 -> ground.suspend(operator, node);
            default -> ground.leave(operator, node);
          });
    }
    List<Boolean> succeeded = ground.send(calls);
    for (int i = 0; i < calls.size(); i++) {
      if (succeeded.get(i) && isSuspension(calls.get(i))) {
        met.add(Kind.SUSPENSION);
      }
    }
  }

  private boolean isSuspension(Ground.Call call) {
    return call.data().slice(0, 4).equals(ground.suspend(1, 0).data().slice(0, 4));
  }

  /** The first three operators keep three nodes each, in a network that allows each only two. */
  private void shrinkBelowTheCap() {
    List<Ground.Call> calls = new ArrayList<>();
    for (int operator = Ground.LARGE_OPERATORS + 1;
        operator <= Ground.LARGE_OPERATORS + 6;
        operator++) {
      calls.add(ground.suspend(operator, 0));
    }
    assertThat(ground.send(calls)).doesNotContain(false);
  }

  private Signed propose() {
    long now = ground.time();
    TestSigner author = TestSigner.of(Ground.OPERATORS - random.nextInt(3));
    Bytes data =
        CallData.of(
            NodeRegistry.FUNC_ADMITBYBALLOT,
            new org.web3j.abi.datatypes.Address(Ground.account(5_000).toUnsigned()));
    CommittedCall call =
        new CommittedCall(
            ground.registry(), data, Hash32.fromUnsigned(new BigInteger(200, random)));
    Hash32 action =
        call.action(
            ground.deployment().chainId(),
            ground.ballot(),
            ground.client.codeAt(ground.registry(), BlockTag.LATEST).keccak());
    ObjectNode message = author.proposal(call, action, now, now + window + 10 + random.nextInt(60));
    message.put("start", now - 310 - random.nextInt(500));
    message.put("snapshot", ground.client.blockNumber());
    message.put("type", random.nextBoolean() ? "basic" : "single-choice");
    String types =
        random.nextBoolean()
            ? TestSigner.PROPOSAL
            : TestSigner.PROPOSAL.replace("string from", "address from");
    return Signed.of(author, types, message);
  }

  private Terms terms() {
    return new Terms(
        proposal.values().path("start").asLong(),
        proposal.values().path("end").asLong(),
        grace,
        quorumBps,
        votersMin,
        twoThirds);
  }

  private Electorate electorate() {
    long snapshot = proposal.values().path("snapshot").asLong();
    Electorate found =
        Electorate.at(
            snapshot,
            ground.client.logs(0, ground.client.blockNumber(), List.of(ground.registry())));
    ground.pass(1);
    assertThat(found.total()).isEqualTo(chain.totalPowerAt(snapshot));
    for (int i = 0; i < POWERS_COMPARED; i++) {
      Address operator = Ground.account(1 + random.nextInt(Ground.OPERATORS));
      assertThat(found.power(operator)).isEqualTo(chain.powerAt(operator, snapshot));
    }
    return found;
  }

  /** Anybody brings anything, in any order and any number of batches. */
  void bringByAnybody() {
    archive.storeProposal(proposal.receivedProposal());
    openByAnybody();
    List<Cast> casts = votes();
    archive.storeVotes(casts.stream().map(Cast::received).toList());
    if (isAimedAt(Kind.WALLET)) {
      bringOfWallet();
    }
    if (isAimedAt(Kind.TIE)) {
      bring(casts);
    }
    while (ground.time() < count.countUntil()) {
      ground.pass(nextPause());
      bring(someOf(casts));
    }
    ground.pass(count.countUntil() + 1 - ground.time());
    bring(someOf(casts));
    assertThat(call(BallotAbi.close(id()))).isTrue();
    compare(true);
  }

  private void openByAnybody() {
    ProposalVerifier verifier = new ProposalVerifier(ground.deployment());
    ProposalReading reading = verifier.read(archive.proposal(id()).orElseThrow());
    assertThat(reading).isInstanceOf(ProposalReading.Fit.class);
    ProposalReading.Fit fit = (ProposalReading.Fit) reading;
    assertThat(call(BallotAbi.open(fit.proposal(), fit.signature(), fit.call()))).isTrue();
  }

  private List<Cast> votes() {
    RandomVotes votes = new RandomVotes(random, id(), terms.start(), terms.end(), ground.time());
    List<Cast> casts = isAimedAt(Kind.TIE) ? votes.tied() : votes.cast();
    if (isAimedAt(Kind.WALLET)) {
      casts.removeIf(
          cast -> cast.message().from().equals(TestSigner.of(WALLET).address().checksummed()));
    }
    casts.forEach(cast -> papers.put(cast, reader.read(cast.archived())));
    return casts;
  }

  /** Now and then exactly to the last second; often beyond the end. */
  private long nextPause() {
    long left = count.countUntil() - ground.time();
    long toEnd = terms.end() - ground.time();
    return switch (random.nextInt(12)) {
      case 0 -> left;
      case 1, 2 -> toEnd > 0 ? toEnd + random.nextInt(2) : 1;
      default -> 1 + random.nextLong(1 + Math.min(left, 1 + (toEnd > 0 ? window : grace) / 3));
    };
  }

  /** An operator's account is a contract that takes every signature; only it can speak for it. */
  private void bringOfWallet() {
    Address wallet = Ground.account(WALLET);
    ground.contracts.anvil().rpc("anvil_setCode", wallet.lowerHex(), YES_TO_ALL);
    Signed vote = Signed.vote(TestSigner.of(WALLET), id(), 1 + random.nextInt(3), ground.time());
    Cast cast = new Cast(vote, TestSigner.of(77).key().sign(vote.id()));
    Paper read = reader.read(cast.archived());
    assertThat(read.flaws()).containsExactly(Flaw.SIGNATURE);
    Paper accepted = new Paper(read.id(), read.voter(), read.choice(), read.timestamp(), Set.of());
    archive.storeVotes(List.of(cast.received()));
    papers.put(cast, accepted);
    assertThat(call(BallotAbi.count(id(), List.of(cast.words(id()))))).isFalse();
    assertThat(count.bring(ground.time() + 1, List.of(accepted))).containsExactly(accepted);
    assertThat(call(BallotAbi.countContractVote(cast.words(id()), cast.signature()))).isTrue();
    met.add(Kind.WALLET);
  }

  private List<Cast> someOf(List<Cast> casts) {
    List<Cast> batch = new ArrayList<>();
    int share = 1 + random.nextInt(random.nextInt(4) == 0 ? 10 : 4);
    casts.stream().filter(cast -> random.nextInt(10) < share).forEach(batch::add);
    Collections.shuffle(batch, random);
    return batch;
  }

  private void bring(List<Cast> batch) {
    List<BallotVote> words = batch.stream().map(cast -> cast.words(id())).toList();
    long now = ground.time();
    List<Paper> counted = count.bring(now + 1, batch.stream().map(this::paperOf).toList());
    if (now + 1 > terms.end() && !counted.isEmpty()) {
      met.add(Kind.COUNTED_AFTER_THE_END);
    }
    long logsFrom = ground.client.blockNumber() + 1;
    assertThat(call(BallotAbi.count(id(), words))).isEqualTo(!counted.isEmpty());
    assertThat(countedSince(logsFrom)).isEqualTo(counted.stream().map(Paper::id).toList());
  }

  private Paper paperOf(Cast cast) {
    return requireNonNull(papers.get(cast));
  }

  /** The ids of votes that the contract says it counted, in its order. */
  private List<Hash32> countedSince(long block) {
    Hash32 event =
        Hash32.parse(org.web3j.abi.EventEncoder.encode(SnapshotBallot.VOTECOUNTED_EVENT));
    return ground.client.logs(block, ground.client.blockNumber(), List.of(ground.ballot())).stream()
        .filter(log -> log.topics().getFirst().equals(event))
        .map(log -> Hash32.of(log.data().slice(0, Hash32.LENGTH).bytes()))
        .toList();
  }

  private boolean call(Bytes data) {
    boolean succeeded =
        ground.sendAt(ground.time() + 1, new Ground.Call(ANYBODY, ground.ballot(), data));
    setClock();
    return succeeded;
  }

  /** The oracle carries what a hub shows, bit by bit, until the ballot is executed or rejected. */
  void carryByOracle() {
    CountLimits limits =
        new CountLimits(3 + random.nextInt(20), Duration.ofSeconds(random.nextInt(10)));
    BallotKeeper keeper =
        new BallotKeeper(
            desk, new ProposalVerifier(ground.deployment()), new VoteCarrier(desk, limits));
    OutboxOnAnvil relay = new OutboxOnAnvil(jdbi, ground);
    archive.storeProposal(proposal.receivedProposal());
    step(keeper, relay, 1);
    assertThat(chain.ballot(id(), BallotChain.View.LATEST).status()).isEqualTo(BallotStatus.OPEN);
    List<Cast> casts = votes();
    deliver(keeper, relay, casts);
    while (desk.progress().find(id()).orElseThrow().stage() != Stage.DONE) {
      step(keeper, relay, 1 + random.nextInt(3));
    }
    // Every sound vote came in time, so the order in which they were brought does not matter.
    count.bring(terms.end(), papers.values().stream().filter(Paper::isSound).toList());
    compare(false);
  }

  /** Votes show up at any time but the last ten seconds of counting. */
  private void deliver(BallotKeeper keeper, OutboxOnAnvil relay, List<Cast> casts) {
    List<Cast> waiting = new ArrayList<>(casts);
    Collections.shuffle(waiting, random);
    long last = terms.end() + grace - 20;
    while (!waiting.isEmpty()) {
      int some = Math.min(waiting.size(), 1 + random.nextInt(10));
      List<Cast> shown = waiting.subList(0, some);
      archive.storeVotes(shown.stream().map(Cast::received).toList());
      shown.clear();
      long pause = 1 + random.nextLong(1 + (terms.end() - terms.start() - 310) / 5);
      step(keeper, relay, Math.max(1, Math.min(pause, last - ground.time())));
    }
  }

  private void step(BallotKeeper keeper, OutboxOnAnvil relay, long seconds) {
    keeper.advance();
    relay.run();
    ground.pass(seconds);
    setClock();
  }

  private void setClock() {
    clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(ground.time())));
  }

  // ------------------------------------------------------------------------- the three parties

  private void compare(boolean compareCounting) {
    BallotState state = chain.ballot(id(), BallotChain.View.LATEST);
    Result contract =
        new Result(
            state.tally().votesFor(),
            state.tally().votesAgainst(),
            state.tally().votesAbstain(),
            state.tally().voters(),
            state.status() == BallotStatus.PASSED || state.status() == BallotStatus.EXECUTED);
    assertThat(contract).isEqualTo(count.result());
    if (compareCounting) {
      assertThat(state.countUntil()).isEqualTo(count.countUntil());
    }
    compareStanding();
    compareRecount(contract, state.countUntil());
    compareVerdicts();
    noteWhatWasMet(contract);
  }

  private void noteWhatWasMet(Result result) {
    meet(Kind.TIE, result.votesFor() > 0 && result.votesFor() == result.votesAgainst());
    meet(Kind.PASSED, result.passes());
    meet(Kind.REJECTED, !result.passes());
    meet(Kind.EXTENSION, count.extensions() > 0);
    List<Paper> sound = papers.values().stream().filter(Paper::isSound).toList();
    for (Paper paper : sound) {
      Optional<Paper> standing = count.standingOf(paper.voter());
      meet(Kind.NOT_BROUGHT, standing.isEmpty());
      meet(
          Kind.REVOTE, standing.filter(later -> later.timestamp() > paper.timestamp()).isPresent());
    }
    if (isAimedAt(Kind.CAP_BINDS)) {
      // These had three nodes each at the snapshot.
      assertThat(electorate.total()).isLessThan(NODES_FOR_POWER_THREE);
      for (int operator = 1; operator <= 3; operator++) {
        assertThat(electorate.power(Ground.account(operator))).isEqualTo(2);
        meet(Kind.CAP_BINDS, count.standingOf(Ground.account(operator)).isPresent());
      }
    }
  }

  private void meet(Kind kind, boolean isMet) {
    if (isMet) {
      met.add(kind);
    }
  }

  private void compareStanding() {
    for (int i = 1; i <= Ground.OPERATORS + 3; i++) {
      StandingVote stands = chain.voteOf(id(), Ground.account(i), BallotChain.View.LATEST);
      Hash32 recounted = count.standingOf(Ground.account(i)).map(Paper::id).orElse(Hash32.ZERO);
      assertThat(stands.idPrefix().hex()).isEqualTo(recounted.hex().substring(0, 42));
      assertThat(stands.choice())
          .isEqualTo(count.standingOf(Ground.account(i)).map(Paper::choice).orElse(0));
    }
  }

  private void compareRecount(Result contract, long countUntil) {
    Report report =
        Recount.of(
            id(),
            MessageArchive.read(jdbi, id()),
            ChainRecord.read(ground.client, ground.deployment()));
    assertThat(report.disagreements()).isEmpty();
    assertThat(report.isClosed()).isTrue();
    assertThat(report.counted()).isEqualTo(contract);
    assertThat(report.countUntil()).isEqualTo(countUntil);
  }

  /** Every archived vote has a verdict, and its reason is a rule that the recount finds broken. */
  private void compareVerdicts() {
    desk.progress().takeUp();
    BallotState state = chain.ballot(id(), BallotChain.View.LATEST);
    Progress progress = desk.progress().find(id()).orElseThrow();
    boolean isCarried = progress.stage() == Stage.DONE;
    if (!isCarried) {
      VoteCarrier carrier = new VoteCarrier(desk, new CountLimits(50, Duration.ZERO));
      assertThat(carrier.conclude(progress, state)).isTrue();
      desk.progress().note(id(), Stage.DONE, new Reason(state.status().name(), "as it is"));
    }
    Map<Hash32, String> verdicts = verdicts();
    papers.forEach(
        (cast, paper) -> {
          if (verdicts.containsKey(cast.id())) {
            assertThat(expected(paper, isCarried))
                .as("verdict on %s", paper)
                .contains(verdicts.get(cast.id()));
          } else {
            // The archive files it under the proposal that it was signed for.
            assertThat(paper.flaws()).contains(Flaw.PROPOSAL);
          }
        });
  }

  private List<String> expected(Paper paper, boolean isCarried) {
    if (paper.isSound()) {
      boolean stands = count.standingOf(paper.voter()).filter(paper::equals).isPresent();
      boolean isReached =
          count
              .standingOf(paper.voter())
              .map(
                  standing ->
                      standing.timestamp() > paper.timestamp()
                          || (standing.timestamp() == paper.timestamp()
                              && standing.id().compareTo(paper.id()) > 0))
              .orElse(false);
      return List.of(stands ? "COUNTED" : isReached ? "SUPERSEDED" : "TOO_LATE");
    }
    List<String> codes = new ArrayList<>();
    paper.flaws().forEach(flaw -> codes.addAll(codesOf(flaw)));
    if (!isCarried && paper.flaws().contains(Flaw.SIGNATURE)) {
      // Nobody asked whether the voter is a contract while votes could be brought.
      codes.addAll(List.of("TOO_LATE", "SUPERSEDED"));
    }
    return codes;
  }

  private static List<String> codesOf(Flaw flaw) {
    return switch (flaw) {
      case SENDER -> List.of("STARKNET");
      case SPACE -> List.of("SPACE");
      case DOMAIN -> List.of("DOMAIN");
      case TYPES -> List.of("TYPES");
      case PROPOSAL -> List.of("PROPOSAL_ID");
      case CHOICE -> List.of("CHOICE_ENCODING", "CHOICE_RANGE");
      case DATE -> List.of("DATED_OUTSIDE_WINDOW");
      case ID -> List.of();
      case SIGNATURE -> List.of("SIGNATURE_INVALID");
      case POWER -> List.of("NO_POWER");
    };
  }

  private Map<Hash32, String> verdicts() {
    Map<Hash32, String> verdicts = new LinkedHashMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT vote_id, code FROM oracle.vote_verdict WHERE proposal_id = :id")
                .bind("id", id().bytes())
                .map((row, context) -> verdicts.put(Hash32.of(row.getBytes(1)), row.getString(2)))
                .list());
    return verdicts;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
