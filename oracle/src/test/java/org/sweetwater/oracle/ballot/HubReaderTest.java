package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.ballot.HubProblem.Kind;
import org.sweetwater.oracle.ballot.HubProblem.Reason;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

class HubReaderTest {
  private static final HubSpace SPACE = new HubSpace(TestSigner.SPACE, 31_337);
  private static final TestSigner MEMBER = TestSigner.of(1);

  private final MovableClock clock = new MovableClock();
  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  private final Archive archive = new Archive(Jdbi.create(database.dataSource()), clock);
  private final FakeHub hub = new FakeHub(new Random(1));
  private final HubReader reader =
      new HubReader(hub, archive, SPACE, new CatchUp(), clock, new Random(2));

  private Signed proposal;
  private Signed vote;

  @BeforeEach
  void sign() {
    proposal = Signed.proposal(MEMBER, "title", clock.seconds());
    vote = Signed.vote(MEMBER, proposal.id(), 1, clock.seconds());
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  private PollResult poll() {
    return reader.poll(List.of(proposal.id()));
  }

  /** Polls until whatever is tried again has been tried often enough. */
  private List<HubProblem> pollForHours() {
    List<HubProblem> problems = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      problems.addAll(poll().problems());
      clock.advance(Duration.ofMinutes(20));
    }
    return problems;
  }

  private List<SignedVote> votes() {
    return archive.votesAfter(proposal.id(), 0, 100);
  }

  @Test
  void readsProposalsAndVotes() {
    hub.show(proposal);
    hub.show(vote);

    assertThat(poll()).isEqualTo(new PollResult(1, 1, false, List.of()));
    assertThat(poll()).isEqualTo(new PollResult(0, 0, false, List.of()));
    assertThat(archive.proposals()).hasSize(1);
    assertThat(votes()).hasSize(1);
  }

  @Test
  void readsOnlyWatchedVotes() {
    hub.show(vote);

    assertThat(reader.poll(List.of())).isEqualTo(new PollResult(0, 0, false, List.of()));
  }

  @Test
  void asksForNothingThatIsKnown() {
    hub.show(proposal);
    hub.show(vote);
    poll();
    hub.asked = 0;

    poll();

    assertThat(hub.asked).as("one list for each scope").isEqualTo(2);
  }

  @Test
  void keepsTheVoteThatALaterOneReplaced() {
    hub.show(vote);
    poll();
    hub.hide(vote.id());
    hub.show(Signed.vote(MEMBER, proposal.id(), 2, clock.seconds() + 1));

    assertThat(poll().votes()).isOne();
    assertThat(votes()).extracting(one -> one.message().id()).hasSize(2).startsWith(vote.id());
  }

  @Test
  void keepsWhatTheHubDeletes() {
    hub.show(proposal);
    hub.show(vote);
    poll();
    hub.delete(proposal.id());

    assertThat(poll().problems()).isEmpty();
    assertThat(archive.proposal(proposal.id())).isPresent();
    assertThat(votes()).hasSize(1);
  }

  @Test
  void reportsAForgedRowOnceAndNeverStoresIt() {
    hub.show(vote, row -> ((ObjectNode) row.row).put("choice", 2));

    assertThat(pollForHours())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.id()).isEqualTo(vote.id());
              assertThat(problem.proposalId()).isEqualTo(proposal.id());
              assertThat(problem.kind()).isEqualTo(Kind.VOTE);
              assertThat(problem.reason()).isEqualTo(Reason.NOT_REBUILDABLE);
              assertThat(problem.claimedSender()).contains(MEMBER.address());
            });
    assertThat(votes()).isEmpty();
  }

  @Test
  void reportsNothingWhenTheSignatureIsOnlyLate() {
    FakeHub.Row row = hub.show(vote);
    var message = row.message;
    row.message = MissingNode.getInstance();
    assertThat(poll()).isEqualTo(new PollResult(0, 0, false, List.of()));

    row.message = message;
    clock.advance(Duration.ofSeconds(1));

    assertThat(poll()).isEqualTo(new PollResult(0, 1, false, List.of()));
    assertThat(pollForHours()).isEmpty();
  }

  @Test
  void countsAVoteThatWasWithheldForLong() {
    FakeHub.Row row = hub.show(vote);
    var message = row.message;
    row.message = MissingNode.getInstance();
    assertThat(pollForHours())
        .extracting(HubProblem::reason)
        .containsExactly(Reason.SIGNATURE_MISSING);

    row.message = message;

    assertThat(pollForHours()).isEmpty();
    assertThat(votes()).hasSize(1);
  }

  @Test
  void takesTheRightSignatureAfterAWrongOne() {
    FakeHub.Row row = hub.show(vote);
    String right = row.message.path("sig").asText();
    ((ObjectNode) row.message).put("sig", "0x" + "00".repeat(65));
    assertThat(poll().votes()).isOne();

    ((ObjectNode) row.message).put("sig", right);
    assertThat(pollForHours()).isEmpty();

    assertThat(votes()).hasSize(2);
    assertThat(votes().getLast().signature().hex()).isEqualTo(right);
  }

  @Test
  void looksLessAndLessOftenForABetterSignature() {
    FakeHub.Row row = hub.show(vote);
    ((ObjectNode) row.message).put("sig", "0x");
    for (int i = 0; i < 600; i++) {
      poll();
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(hub.asked).as("two lists in each poll, and some rows").isBetween(1_205, 1_225);
  }

  @Test
  void reportsWhatIsListedAndNeverShown() {
    hub.show(proposal, row -> row.row = MissingNode.getInstance());

    assertThat(pollForHours())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(Kind.PROPOSAL);
              assertThat(problem.proposalId()).isEqualTo(proposal.id());
              assertThat(problem.detail()).isEqualTo("the hub lists it and does not show it");
            });
  }

  @Test
  void reportsAProblemEvenIfThePollThatFoundItFailed() {
    poll();
    hub.show(vote, row -> row.message = MissingNode.getInstance());
    for (int i = 1; i < RetryBook.FAILURES_BEFORE_REPORT; i++) {
      assertThat(poll().problems()).isEmpty();
      clock.advance(Duration.ofMinutes(20));
    }
    // Every second poll begins with the votes: this one fails at the proposals.
    hub.asked = 0;
    hub.afterAnswer(() -> hub.fail(hub.asked == 2 ? 1 : 0));
    assertThatThrownBy(this::poll).isInstanceOf(RetryableException.class);
    hub.afterAnswer(() -> {});

    assertThat(poll().problems()).extracting(HubProblem::id).containsExactly(vote.id());
  }

  @Test
  void keepsWhatItReadBeforeTheHubFailed() {
    hub.show(proposal);
    hub.afterAnswer(() -> hub.fail(hub.asked == 2 ? 1 : 0));

    assertThatThrownBy(this::poll).isInstanceOf(RetryableException.class);
    assertThat(archive.proposal(proposal.id())).isPresent();
  }

  @Test
  void oneListThatAlwaysFailsHoldsNoOtherUp() {
    Hash32 broken = Hash32.keccak(new byte[] {7});
    HubSource failing =
        query -> {
          if (query.variables().path("proposal").asText().equals(broken.hex())) {
            throw new RetryableException("hub: out of order");
          }
          return hub.ask(query);
        };
    HubReader other = new HubReader(failing, archive, SPACE, new CatchUp(), clock, new Random(3));
    hub.show(proposal);
    hub.show(vote);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> other.poll(List.of(broken, proposal.id())))
          .isInstanceOf(RetryableException.class);
    }

    assertThat(archive.proposals()).hasSize(1);
    assertThat(votes()).hasSize(1);
  }
}
