package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

class ArrivalsTest {
  private static final Hash32 PROPOSAL = Hash32.keccak(new byte[] {1});
  private static final Hash32 OTHER = Hash32.keccak(new byte[] {2});
  private static final Signed VOTE = Signed.vote(TestSigner.of(1), PROPOSAL, 1, 1_800_000_000);

  private final Arrivals arrivals = new Arrivals();

  @Test
  void givesWhatFollowsInPages() {
    add(PROPOSAL, 0, 3, 4);
    add(PROPOSAL, 4, 7, 9);

    assertThat(after(PROPOSAL, 0, 3)).containsExactly(3L, 4L, 7L);
    assertThat(after(PROPOSAL, 4, 3)).containsExactly(7L, 9L);
    assertThat(after(PROPOSAL, 9, 3)).isEmpty();
  }

  @Test
  void saysNothingOfWhatItMayNotHaveSeen() {
    add(PROPOSAL, 5, 6, 7);

    assertThat(arrivals.after(PROPOSAL, 4, 10)).isEmpty();
    assertThat(arrivals.after(OTHER, 5, 10)).isEmpty();
  }

  @Test
  void beginsAnewBehindAGap() {
    add(PROPOSAL, 0, 1, 2);
    // Another process stored 3.
    add(PROPOSAL, 3, 4);

    assertThat(arrivals.after(PROPOSAL, 2, 10)).isEmpty();
    assertThat(after(PROPOSAL, 3, 10)).containsExactly(4L);
  }

  @Test
  void holdsOneProposalOnly() {
    add(PROPOSAL, 0, 1);
    add(OTHER, 0, 2);

    assertThat(arrivals.after(PROPOSAL, 0, 10)).isEmpty();
    assertThat(after(OTHER, 0, 10)).containsExactly(2L);
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    add(PROPOSAL, 0, LongStream.rangeClosed(1, Arrivals.VOTES_MAX + 1).toArray());

    assertThat(arrivals.after(PROPOSAL, 0, 1)).isEmpty();
    assertThat(after(PROPOSAL, 1, 1)).containsExactly(2L);
  }

  private void add(Hash32 proposal, long before, long... places) {
    arrivals.add(
        new Arrivals.Run(
            proposal, before, LongStream.of(places).mapToObj(ArrivalsTest::vote).toList()));
  }

  private List<Long> after(Hash32 proposal, long seq, int limit) {
    return arrivals.after(proposal, seq, limit).orElse(List.of()).stream()
        .map(SignedVote::seq)
        .toList();
  }

  private static SignedVote vote(long seq) {
    return new SignedVote(
        VOTE.receivedVote().message(),
        PROPOSAL,
        true,
        VOTE.receivedVote().signer(),
        VOTE.receivedVote().signature(),
        Instant.EPOCH,
        seq);
  }
}
