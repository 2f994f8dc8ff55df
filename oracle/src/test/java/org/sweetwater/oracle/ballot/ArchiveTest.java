package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

class ArchiveTest {
  private static final Hash32 PROPOSAL = Hash32.keccak(new byte[] {1});
  private static final TestSigner VOTER = TestSigner.of(1);

  private final MovableClock clock = new MovableClock();
  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  private final Jdbi jdbi = Jdbi.create(database.dataSource());
  private final Archive archive = new Archive(jdbi, clock);

  private Signed vote;

  @BeforeEach
  void sign() {
    vote = Signed.vote(VOTER, PROPOSAL, 1, clock.seconds());
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  @Test
  void keepsWhatCameAndWhen() {
    assertThat(archive.storeVotes(List.of(vote.receivedVote()))).isOne();

    SignedVote stored = votes().getFirst();

    assertThat(stored.message()).isEqualTo(vote.envelope().message());
    assertThat(stored.proposalId()).isEqualTo(PROPOSAL);
    assertThat(stored.signer()).isEqualTo(VOTER.address());
    assertThat(stored.signature().hex()).isEqualTo(vote.envelope().signature());
    assertThat(stored.firstSeen()).isEqualTo(clock.instant());
  }

  @Test
  void storesNothingTwice() {
    archive.storeVotes(List.of(vote.receivedVote()));
    clock.advance(Duration.ofHours(1));

    assertThat(archive.storeVotes(List.of(vote.receivedVote(), vote.receivedVote()))).isZero();
    assertThat(votes()).hasSize(1);
  }

  @Test
  void takesTheOwnKeysSignatureAfterAnyNumberOfWrongOnes() {
    for (int i = 0; i < 10; i++) {
      archive.storeVotes(List.of(vote.receivedVote(Bytes.of(new byte[] {(byte) i}))));
    }
    assertThat(votes()).hasSize(ArchiveInsert.OTHERS_MAX);
    assertThat(archive.settled(List.of(vote.id()))).isEmpty();

    assertThat(archive.storeVotes(List.of(vote.receivedVote()))).isOne();

    assertThat(votes().getLast().signature().hex()).isEqualTo(vote.envelope().signature());
    assertThat(archive.settled(List.of(vote.id(), PROPOSAL))).containsExactly(vote.id());
  }

  @Test
  void takesNoOtherSignatureAfterTheOwnKeys() {
    archive.storeVotes(List.of(vote.receivedVote()));

    assertThat(archive.storeVotes(List.of(vote.receivedVote(Bytes.EMPTY)))).isZero();
  }

  @Test
  void believesTheSignatureAndNotTheHubAboutTheSigner() {
    Received<VoteMessage> lie =
        Received.of(
            vote.receivedVote().message(),
            TestSigner.of(2).address(),
            vote.receivedVote().signature(),
            Signed.SOURCE);

    archive.storeVotes(List.of(lie));

    assertThat(votes().getFirst().signer()).isEqualTo(VOTER.address());
  }

  @Test
  void boundsWhatAHubCanMakeUpWithoutKeys() {
    List<Received<VoteMessage>> forged = new ArrayList<>();
    for (int i = 0; i < ArchiveInsert.UNPROVEN_MAX + 5; i++) {
      Signed madeUp = Signed.vote(VOTER, PROPOSAL, 1, clock.seconds() + i);
      forged.add(madeUp.receivedVote(Bytes.EMPTY));
    }

    assertThat(archive.storeVotes(forged)).isEqualTo(ArchiveInsert.UNPROVEN_MAX);
    assertThat(archive.storeVotes(List.of(vote.receivedVote()))).isOne();
  }

  @Test
  void givesWhatCameLastAsItWouldReadIt() {
    Archive another = new Archive(jdbi, clock);
    for (int i = 0; i < 12; i++) {
      Signed first = Signed.vote(TestSigner.of(2 + i), PROPOSAL, 1, clock.seconds());
      Signed second = Signed.vote(TestSigner.of(20 + i), PROPOSAL, 2, clock.seconds() - i);
      // Now and then another process stores votes, and a hub gives a wrong signature.
      Archive writer = i % 4 == 3 ? another : archive;
      writer.storeVotes(
          List.of(
              second.receivedVote(),
              first.receivedVote(i % 5 == 4 ? Bytes.EMPTY : first.receivedVote().signature())));
    }
    List<SignedVote> all = new Archive(jdbi, clock).votesAfter(PROPOSAL, 0, 100);
    assertThat(all).hasSize(24);

    for (int limit : List.of(1, 3, 100)) {
      long seq = 0;
      List<SignedVote> given = new ArrayList<>();
      for (List<SignedVote> page = archive.votesAfter(PROPOSAL, seq, limit);
          !page.isEmpty();
          page = archive.votesAfter(PROPOSAL, seq, limit)) {
        given.addAll(page);
        seq = page.getLast().seq();
      }
      assertThat(given).as("in pages of %d", limit).isEqualTo(all);
    }
  }

  @Test
  void givesVotesInTheOrderOfArrivalAndInPages() {
    List<Hash32> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Signed one = Signed.vote(VOTER, PROPOSAL, 1, clock.seconds() - i);
      archive.storeVotes(List.of(one.receivedVote()));
      ids.add(one.id());
    }
    List<SignedVote> first = archive.votesAfter(PROPOSAL, 0, 2);
    List<SignedVote> rest = archive.votesAfter(PROPOSAL, first.getLast().seq(), 100);

    assertThat(first).extracting(one -> one.message().id()).isEqualTo(ids.subList(0, 2));
    assertThat(rest).extracting(one -> one.message().id()).isEqualTo(ids.subList(2, 5));
    assertThat(archive.votesAfter(Hash32.ZERO, 0, 100)).isEmpty();
  }

  @Test
  void givesEachProposalOnceWithItsBestSignature() {
    Signed first = Signed.proposal(VOTER, "first", clock.seconds());
    Signed second = Signed.proposal(VOTER, "second", clock.seconds());
    archive.storeProposal(first.receivedProposal(Bytes.EMPTY));
    archive.storeProposal(first.receivedProposal());
    archive.storeProposal(second.receivedProposal(Bytes.EMPTY));
    archive.storeProposal(second.receivedProposal(Bytes.of(new byte[] {1})));

    assertThat(archive.proposals())
        .extracting(one -> one.message().title() + " " + one.signature().size())
        .containsExactly("first 65", "second 1");
    assertThat(archive.proposal(first.id())).contains(archive.proposals().getFirst());
    assertThat(archive.proposal(PROPOSAL)).isEmpty();
  }

  @Test
  void asksForNoIdsWithoutAQuery() {
    assertThat(archive.settled(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE oracle.message SET source = 'x'",
        "DELETE FROM oracle.message",
        "TRUNCATE oracle.message"
      })
  void nobodyChangesTheArchive(String change) {
    archive.storeVotes(List.of(vote.receivedVote()));

    assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(change)))
        .hasMessageContaining("only ever added to");
    assertThatThrownBy(() -> test.execute(change)).hasStackTraceContaining("only ever added to");
  }

  private List<SignedVote> votes() {
    return archive.votesAfter(PROPOSAL, 0, 100_000);
  }
}
