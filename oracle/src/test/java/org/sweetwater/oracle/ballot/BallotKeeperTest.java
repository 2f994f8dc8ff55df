package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/** A proposal's way through open, count, close and execute. */
class BallotKeeperTest {
  private static final int AFTER_VOTING = (int) Carriage.VOTING + 1;

  private final Carriage carriage = new Carriage();
  private final BallotCalls calls = new BallotCalls(FakeBallotChain.BALLOT);

  @AfterEach
  void close() {
    carriage.close();
  }

  @Test
  void carriesAProposalToItsExecution() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    carriage.vote(1, id, 1);
    carriage.vote(2, id, 1);

    assertThat(carriage.finish(id).reason().code()).isEqualTo("EXECUTED");
    assertThat(carriage.relay.kinds()).containsExactly("open", "count", "close", "execute");
  }

  @Test
  void closesABallotThatFails() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    carriage.vote(1, id, 2);

    assertThat(carriage.finish(id).reason().code()).isEqualTo("REJECTED");
    assertThat(carriage.relay.kinds()).containsExactly("open", "count", "close");
  }

  @Test
  void sendsAFullBatchAtOnceAndOthersAfterTheInterval() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    carriage.vote(1, id, 1);
    carriage.rounds(2);
    carriage.vote(2, id, 1);
    carriage.rounds(2);
    assertThat(carriage.chain.election(id).votes).hasSize(1);

    carriage.vote(3, id, 1);
    carriage.vote(4, id, 1);
    carriage.rounds(1);
    assertThat(carriage.chain.election(id).votes).as("three are a batch").hasSize(4);

    carriage.vote(5, id, 1);
    carriage.rounds(11);
    assertThat(carriage.chain.election(id).votes).as("the interval is over").hasSize(5);
  }

  @Test
  void waitsWhileManyVotesAreReadButNotForLongAndOnlyOnce() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    carriage.catchUp.begin(id, carriage.clock.instant());
    for (int voter = 1; voter <= 3; voter++) {
      carriage.vote(voter, id, 1);
    }
    carriage.rounds(5);
    assertThat(carriage.chain.election(id).votes).as("others are being read").isEmpty();

    carriage.clock.advance(CatchUp.PATIENCE);
    carriage.rounds(1);
    assertThat(carriage.chain.election(id).votes).as("however long it takes").hasSize(3);

    carriage.catchUp.end(id);
    carriage.catchUp.begin(id, carriage.clock.instant());
    for (int voter = 4; voter <= 6; voter++) {
      carriage.vote(voter, id, 1);
    }
    carriage.rounds(1);
    assertThat(carriage.chain.election(id).votes).as("whatever comes later").hasSize(6);
  }

  @Test
  void carriesVotesThatArriveInTheGracePeriodAtOnce() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    carriage.vote(1, id, 1);
    Signed late = Signed.vote(TestSigner.of(2), id, 1, carriage.clock.seconds() + 1);
    carriage.rounds(AFTER_VOTING);
    carriage.archive.storeVotes(List.of(late.receivedVote()));
    carriage.rounds(2);

    assertThat(carriage.chain.election(id).votes).containsKey(TestSigner.of(2).address());
    assertThat(carriage.chain.election(id).extensions).as("it turned the outcome").isEqualTo(1);
    assertThat(carriage.finish(id).reason().code()).isEqualTo("EXECUTED");
  }

  @Test
  void saysWhichVoteCameTooLate() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    carriage.vote(1, id, 1);
    Signed late = Signed.vote(TestSigner.of(2), id, 1, carriage.clock.seconds());
    long countUntil = carriage.chain.election(id).countUntil;
    while (carriage.clock.seconds() <= countUntil) {
      carriage.round();
    }
    carriage.archive.storeVotes(List.of(late.receivedVote()));
    carriage.finish(id);

    assertThat(carriage.verdicts()).containsEntry(late.id(), "TOO_LATE");
  }

  @Test
  void theLatestVoteOfAVoterStands() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    Hash32 first = carriage.vote(1, id, 2);
    carriage.rounds(5);
    Hash32 second = carriage.vote(1, id, 3);
    carriage.clock.advance(Duration.ofSeconds(1));
    Hash32 third = carriage.vote(1, id, 1);
    carriage.vote(2, id, 1);
    carriage.finish(id);

    assertThat(carriage.verdicts())
        .containsEntry(first, "SUPERSEDED")
        .containsEntry(second, "SUPERSEDED")
        .containsEntry(third, "COUNTED");
    assertThat(carriage.chain.election(id).powerFor(1)).isEqualTo(2);
  }

  @Test
  void takesEachStepOfSomebodyElseAsDone() {
    Signed proposal = carriage.proposal(message -> {});
    Hash32 id = proposal.id();
    carriage.archive.storeProposal(proposal.receivedProposal());
    ProposalVerifier verifier = new ProposalVerifier(FakeBallotChain.DEPLOYMENT);
    ProposalReading.Fit fit =
        (ProposalReading.Fit) verifier.read(carriage.archive.proposal(id).orElseThrow());
    carriage.chain.mine(List.of(calls.open(fit, 9)));
    carriage.rounds(2);
    Hash32 first = carriage.vote(1, id, 1);
    Hash32 second = carriage.vote(2, id, 1);
    countByHand(id, 1);
    countByHand(id, 2);
    carriage.clock.advance(Duration.ofSeconds(Carriage.VOTING + FakeElection.GRACE));
    carriage.chain.mine(List.of(calls.close(id, 9)));
    carriage.clock.advance(Duration.ofSeconds(FakeElection.DELAY));
    carriage.chain.mine(List.of(calls.execute(id, 9)));

    assertThat(carriage.finish(id).reason().code()).isEqualTo("EXECUTED");
    assertThat(carriage.relay.kinds()).isEmpty();
    assertThat(carriage.verdicts()).containsKeys(first, second);
  }

  @Test
  void findsVotesThatSomebodyElseBrought() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    Hash32 vote = carriage.vote(1, id, 1);
    countByHand(id, 1);
    carriage.rounds(1);

    assertThat(carriage.verdicts()).containsEntry(vote, "COUNTED");
    assertThat(carriage.relay.kinds()).containsExactly("open");
  }

  @Test
  void makesAStepAgainThatAReorganisationTookBack() {
    try (Carriage deep = new Carriage(3, new CountLimits(3, Duration.ofSeconds(5)))) {
      Hash32 id = deep.propose();
      deep.rounds(3);
      deep.vote(1, id, 1);
      deep.vote(2, id, 1);
      deep.rounds(2);
      deep.relay.rollBack(4);

      assertThat(deep.finish(id).reason().code()).isEqualTo("EXECUTED");
      assertThat(deep.verdicts().values()).containsExactly("COUNTED", "COUNTED");
    }
  }

  @Test
  void carriesAWalletsVoteOnceItsOwnersHaveSigned() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    TestSigner wallet = TestSigner.of(3);
    Bytes owners = Bytes.parse("0x1234");
    carriage.chain.walletSignatures.put(wallet.address(), Bytes.parse("0x99"));
    Signed vote = Signed.vote(wallet, id, 1, carriage.clock.seconds());
    carriage.archive.storeVotes(List.of(vote.receivedVote(owners)));
    carriage.rounds(3);
    assertThat(carriage.verdicts()).containsEntry(vote.id(), "SIGNATURE_INVALID");

    carriage.chain.walletSignatures.put(wallet.address(), owners);
    carriage.rounds(15);
    assertThat(carriage.relay.kinds()).containsExactly("open", "countContractVote");
    assertThat(carriage.verdicts()).containsEntry(vote.id(), "COUNTED");
  }

  @Test
  void refusesAWalletWithoutCodeUntilTheKeySigns() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    Signed vote = Signed.vote(TestSigner.of(3), id, 1, carriage.clock.seconds());
    carriage.archive.storeVotes(List.of(vote.receivedVote(Bytes.parse("0x1234"))));
    carriage.rounds(3);
    assertThat(carriage.verdicts()).containsEntry(vote.id(), "SIGNATURE_INVALID");

    carriage.archive.storeVotes(List.of(vote.receivedVote()));
    carriage.rounds(15);
    assertThat(carriage.verdicts()).containsEntry(vote.id(), "COUNTED");
  }

  @Test
  void namesWhyAVoteIsNotBrought() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    Hash32 outsider = carriage.vote(70, id, 1);
    Signed early = Signed.vote(TestSigner.of(2), id, 1, carriage.clock.seconds() - 1_000);
    carriage.archive.storeVotes(List.of(early.receivedVote()));
    carriage.rounds(2);

    assertThat(carriage.verdicts())
        .containsEntry(outsider, "NO_POWER")
        .containsEntry(early.id(), "DATED_OUTSIDE_WINDOW");
    assertThat(carriage.relay.kinds()).containsExactly("open");
  }

  @Test
  void waitsUntilTheCallIsListed() {
    carriage.chain.listedOn = 0;
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    assertThat(carriage.progress(id).reason().code()).isEqualTo("CALL_NOT_LISTED");

    carriage.chain.listedOn = 1;
    carriage.rounds(5);
    assertThat(carriage.progress(id).stage()).isEqualTo(Stage.COUNTING);
  }

  @Test
  void remembersWhatItWaitedForWhenTheWindowHasPassed() {
    carriage.chain.listedOn = 0;
    Hash32 id = carriage.propose();
    Hash32 vote = carriage.vote(1, id, 1);
    Progress end = carriage.finish(id);

    assertThat(end.stage()).isEqualTo(Stage.REFUSED);
    assertThat(end.reason().code()).isEqualTo("CALL_NOT_LISTED");
    assertThat(carriage.verdicts()).containsEntry(vote, "PROPOSAL_REFUSED");
  }

  @Test
  void refusesWhatNoContractOpens() {
    Hash32 id = carriage.propose(message -> message.put("privacy", "shutter"));
    carriage.rounds(1);
    assertThat(carriage.progress(id).stage()).isEqualTo(Stage.REFUSED);
    assertThat(carriage.progress(id).reason().code()).isEqualTo("PRIVACY");
  }

  @Test
  void triesAnAbandonedStepAgainUnderAnotherName() {
    Hash32 id = carriage.propose();
    carriage.round();
    carriage.relay.rollBack(1);
    carriage.jdbi.useHandle(
        handle -> handle.execute("UPDATE oracle.outbox_call SET status = 'abandoned'"));
    carriage.rounds(8);

    assertThat(carriage.relay.kinds()).containsExactly("open", "open");
    assertThat(carriage.progress(id).stage()).isEqualTo(Stage.COUNTING);
  }

  @Test
  void aProposalThatCannotBeHandledHoldsNoOtherUp() {
    Hash32 bad = carriage.propose(message -> message.put("title", "bad"));
    Hash32 good = carriage.propose();
    carriage.chain.poison.add(bad);
    carriage.rounds(3);

    assertThat(carriage.progress(good).stage()).isEqualTo(Stage.COUNTING);
    assertThat(carriage.progress(bad).stage()).isEqualTo(Stage.WAITING);
  }

  @Test
  void aDeadNodeChangesNothing() {
    Hash32 id = carriage.propose();
    carriage.rounds(2);
    carriage.vote(1, id, 1);
    carriage.chain.isDown = true;
    assertThatThrownBy(carriage::round).isInstanceOf(RetryableException.class);

    carriage.chain.isDown = false;
    carriage.rounds(2);
    assertThat(carriage.chain.election(id).votes).hasSize(1);
  }

  private void countByHand(Hash32 id, int voter) {
    Signed signed = Signed.vote(TestSigner.of(voter), id, 1, carriage.clock.seconds());
    VoteVerifier verifier = new VoteVerifier(TestSigner.SPACE);
    SignedVote vote =
        carriage.archive.votesAfter(id, 0, 100).stream()
            .filter(found -> found.message().id().equals(signed.id()))
            .findFirst()
            .orElseThrow();
    BallotState ballot = carriage.chain.ballot(id, BallotChain.View.LATEST);
    VoteReading.ByKey reading = (VoteReading.ByKey) verifier.read(vote, ballot);
    OutgoingCall call = calls.count(id, List.of(new QueuedVote(reading.vote(), false, 9)));
    carriage.chain.mine(List.of(call));
  }
}
