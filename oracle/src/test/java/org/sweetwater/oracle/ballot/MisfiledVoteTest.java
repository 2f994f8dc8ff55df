package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteForm;
import org.sweetwater.wrappers.Hash32;

/** A hub may list a vote under a proposal that it was not cast on. */
class MisfiledVoteTest {
  private static final Hash32 WRONG = Hash32.keccak(new byte[] {1});
  private static final Hash32 RIGHT = Hash32.keccak(new byte[] {2});
  private static final VoteReading.Unfit UNREADABLE =
      new VoteReading.Unfit(
          Optional.empty(), true, Optional.empty(), new Reason("NOT_REBUILDABLE", "misfiled"));

  private final MovableClock clock = new MovableClock();
  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  private final Jdbi jdbi = Jdbi.create(database.dataSource());
  private final VerdictStore verdicts = new VerdictStore(jdbi, clock);

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  private BallotVote vote() {
    TestSigner voter = TestSigner.of(1);
    Signed signed = Signed.vote(voter, RIGHT, 1, clock.seconds());
    return switch (VoteForm.of(
        signed.receivedVote().message(), voter.address(), TestSigner.SPACE)) {
      case VoteForm.OnChain(BallotVote vote) -> vote;
      case VoteForm.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  @Test
  void countsForTheProposalThatTheVoterSigned() {
    BallotVote vote = vote();
    verdicts.unreadable(vote.id(), WRONG, UNREADABLE);

    jdbi.useTransaction(handle -> verdicts.queue(handle, List.of(new QueuedVote(vote, false, 0))));

    assertThat(verdicts.queued(RIGHT, false, 10))
        .extracting(QueuedVote::vote)
        .containsExactly(vote);
    assertThat(verdicts.queued(WRONG, false, 10)).isEmpty();
  }

  @Test
  void isNotTakenAwayFromTheProposalThatTheVoterSigned() {
    BallotVote vote = vote();
    jdbi.useTransaction(handle -> verdicts.queue(handle, List.of(new QueuedVote(vote, false, 0))));

    verdicts.unreadable(vote.id(), WRONG, UNREADABLE);

    assertThat(verdicts.queued(RIGHT, false, 10)).hasSize(1);
  }
}
