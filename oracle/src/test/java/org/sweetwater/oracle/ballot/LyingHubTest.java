package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

/** A hub may hide votes for a while; it cannot make any, change one, or take one back. */
class LyingHubTest {
  private final Carriage carriage = new Carriage();
  private final FakeHub hub = new FakeHub(new Random(1));
  private final HubReader reader =
      new HubReader(
          hub,
          carriage.archive,
          new HubSpace(TestSigner.SPACE, FakeBallotChain.CHAIN_ID),
          carriage.catchUp,
          carriage.clock,
          new Random(2));
  private final ProgressStore progress = new ProgressStore(carriage.jdbi, carriage.clock);
  private Hash32 id = Hash32.ZERO;

  @BeforeEach
  void openABallot() {
    Signed proposal = carriage.proposal(message -> {});
    hub.show(proposal);
    id = proposal.id();
    rounds(4);
    assertThat(progress.find(id).orElseThrow().stage()).isEqualTo(Stage.COUNTING);
  }

  @AfterEach
  void close() {
    carriage.close();
  }

  @Test
  void aForgedVoteIsNeverSent() {
    Signed vote = vote(2, 1);
    hub.show(
        vote,
        row -> ((ObjectNode) row.message).put("sig", TestSigner.of(3).key().sign(vote.id()).hex()));
    rounds(10);

    assertThat(carriage.chain.election(id).votes).isEmpty();
    assertThat(carriage.relay.kinds()).containsExactly("open");
    assertThat(carriage.verdicts()).containsEntry(vote.id(), "SIGNATURE_INVALID");
  }

  @Test
  void aVoteShownTwiceCountsOnce() {
    Signed vote = vote(2, 1);
    hub.show(vote);
    rounds(4);
    hub.hide(vote.id());
    hub.show(vote);
    rounds(15);

    assertThat(carriage.chain.election(id).powerFor(1)).isEqualTo(1);
    assertThat(carriage.relay.kinds()).containsExactly("open", "count");
  }

  @Test
  void aVoteThatWasHeldBackIsCarriedWhenItShows() {
    Signed vote = vote(2, 1);
    rounds(50);
    hub.show(vote);
    rounds(30);
    assertThat(carriage.chain.election(id).votes).containsKey(TestSigner.of(2).address());
  }

  @Test
  void aChangedDateOrChoiceMakesAVoteUnreadable() {
    Signed dated = vote(2, 1);
    hub.show(dated, row -> ((ObjectNode) row.row).put("created", dated.created() + 5));
    Signed chosen = vote(3, 1);
    hub.show(chosen, row -> ((ObjectNode) row.row).put("choice", 2));
    rounds(30);

    assertThat(carriage.chain.election(id).votes).isEmpty();
  }

  @Test
  void aHiddenOlderVoteDoesNotComeBack() {
    Signed first = vote(2, 2);
    hub.show(first);
    rounds(4);
    carriage.clock.advance(Duration.ofSeconds(5));
    Signed second = vote(2, 1);
    hub.show(second);
    rounds(15);
    hub.hide(second.id());
    hub.show(first);
    rounds(15);

    assertThat(carriage.chain.election(id).powerFor(1)).isEqualTo(1);
    assertThat(carriage.chain.election(id).powerFor(2)).isZero();
  }

  @Test
  void aDeletedProposalIsCarriedAllTheSame() {
    hub.show(vote(2, 1));
    hub.show(vote(3, 1));
    rounds(4);
    hub.delete(id);
    assertThat(carriage.finish(id).reason().code()).isEqualTo("EXECUTED");
  }

  @Test
  void aProposalOfAnotherSpaceIsNotTaken() {
    Signed foreign = carriage.proposal(message -> message.put("space", "other.eth"));
    hub.show(foreign, row -> ((ObjectNode) row.row).put("space", TestSigner.SPACE));
    rounds(10);
    assertThat(carriage.archive.proposal(foreign.id())).isEmpty();
  }

  @Test
  void aMessageWithoutSignatureIsReportedAndReadLater() {
    Signed vote = vote(2, 1);
    FakeHub.Row row = hub.show(vote);
    var whole = row.message;
    row.message = JsonNodeFactory.instance.missingNode();
    rounds(20);
    assertThat(carriage.chain.election(id).votes).isEmpty();

    row.message = whole;
    rounds(50);
    assertThat(carriage.chain.election(id).votes).hasSize(1);
    assertThat(carriage.verdicts()).containsEntry(vote.id(), "COUNTED");
  }

  private Signed vote(int voter, int choice) {
    return Signed.vote(TestSigner.of(voter), id, choice, carriage.clock.seconds());
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      List<HubProblem> problems = reader.poll(progress.watched()).problems();
      problems.forEach(problem -> assertThat(problem.detail()).isNotEmpty());
      carriage.round();
    }
  }
}
