package org.sweetwater.oracle.ballot;

import static org.sweetwater.oracle.message.TestSigner.PROPOSAL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.relay.Outbox;
import org.sweetwater.wrappers.Hash32;

/** A keeper with everything around it: a real database, a fake chain and a clock that stands. */
final class Carriage implements AutoCloseable {
  static final TestSigner AUTHOR = TestSigner.of(1);
  static final CommittedCall CALL =
      new CommittedCall(
          FakeBallotChain.TARGET, FakeBallotChain.SELECTOR, FakeBallotChain.keccak("salt"));

  /** Seconds in which votes may be dated. */
  static final long VOTING = 100;

  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  final Jdbi jdbi = Jdbi.create(database.dataSource());
  final MovableClock clock = new MovableClock();
  final FakeBallotChain chain;
  final FakeRelay relay;
  final Archive archive;
  final CatchUp catchUp = new CatchUp();
  private final CountLimits limits;
  private BallotKeeper keeper;

  Carriage(int confirmations, CountLimits limits) {
    this.chain = new FakeBallotChain(clock, confirmations);
    this.relay = new FakeRelay(jdbi, chain, confirmations);
    this.archive = new Archive(jdbi, clock);
    this.limits = limits;
    this.keeper = keeperOn(database.dataSource());
    for (int i = 1; i <= 6; i++) {
      chain.power.put(TestSigner.of(i).address(), 1L);
    }
  }

  Carriage() {
    this(0, new CountLimits(3, Duration.ofSeconds(10)));
  }

  DataSource dataSource() {
    return database.dataSource();
  }

  /** A new process on a database. */
  BallotKeeper keeperOn(DataSource dataSource) {
    Jdbi own = Jdbi.create(dataSource);
    Desk desk =
        new Desk(
            own,
            new Archive(own, clock),
            new ProgressStore(own, clock),
            new VerdictStore(own, clock),
            new Outbox(clock),
            chain,
            new BallotCalls(FakeBallotChain.BALLOT),
            catchUp,
            clock);
    return new BallotKeeper(
        desk, new ProposalVerifier(FakeBallotChain.DEPLOYMENT), new VoteCarrier(desk, limits));
  }

  /** A proposal that can open, changed. */
  Signed proposal(Consumer<ObjectNode> change) {
    Hash32 action =
        CALL.action(
            FakeBallotChain.CHAIN_ID, FakeBallotChain.BALLOT, FakeBallotChain.TARGET_CODE.keccak());
    ObjectNode message = AUTHOR.proposal(CALL, action, clock.seconds(), clock.seconds() + VOTING);
    message.put("snapshot", FakeBallotChain.FIRST_BLOCK - 1);
    change.accept(message);
    return Signed.of(AUTHOR, PROPOSAL, message);
  }

  /** Archives a proposal that can open. */
  Hash32 propose() {
    return propose(message -> {});
  }

  Hash32 propose(Consumer<ObjectNode> change) {
    Signed proposal = proposal(change);
    archive.storeProposal(proposal.receivedProposal());
    return proposal.id();
  }

  /** Archives a vote dated now. */
  Hash32 vote(int voter, Hash32 proposal, int choice) {
    Signed vote = Signed.vote(TestSigner.of(voter), proposal, choice, clock.seconds());
    archive.storeVotes(List.of(vote.receivedVote()));
    return vote.id();
  }

  /** One second passes: the keeper decides, the relay sends, a block is made. */
  void round() {
    keeper.advance();
    relay.run();
    clock.advance(Duration.ofSeconds(1));
  }

  void rounds(int count) {
    for (int i = 0; i < count; i++) {
      round();
    }
  }

  /** Rounds until the proposal is done or refused. */
  Progress finish(Hash32 id) {
    for (int i = 0; i < 600; i++) {
      Progress progress = progress(id);
      if (progress.stage() == Stage.DONE || progress.stage() == Stage.REFUSED) {
        return progress;
      }
      round();
    }
    throw new AssertionError("still " + progress(id));
  }

  Progress progress(Hash32 id) {
    ProgressStore store = new ProgressStore(jdbi, clock);
    store.takeUp();
    return store.find(id).orElseThrow();
  }

  /** The code of each judged vote, by id. */
  Map<Hash32, String> verdicts() {
    Map<Hash32, String> verdicts = new TreeMap<>();
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("SELECT vote_id, code FROM oracle.vote_verdict")
                .map((row, context) -> verdicts.put(Hash32.of(row.getBytes(1)), row.getString(2)))
                .list());
    return verdicts;
  }

  /** Another process from here on. */
  void restart() {
    keeper = keeperOn(database.dataSource());
  }

  @Override
  public void close() {
    database.close();
    test.close();
  }
}
