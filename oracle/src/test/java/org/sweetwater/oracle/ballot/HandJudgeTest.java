package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** What somebody who carries one message by hand is told before gas is paid. */
class HandJudgeTest {
  private static final TestSigner AUTHOR = TestSigner.of(1);
  private static final TestSigner VOTER = TestSigner.of(2);
  private static final TestSigner STRANGER = TestSigner.of(3);
  private static final CommittedCall CALL =
      new CommittedCall(
          FakeBallotChain.TARGET, FakeBallotChain.SELECTOR, FakeBallotChain.keccak("salt"));
  private static final Hash32 ACTION =
      CALL.action(
          FakeBallotChain.CHAIN_ID, FakeBallotChain.BALLOT, FakeBallotChain.TARGET_CODE.keccak());

  private final MovableClock clock = new MovableClock();
  private final FakeBallotChain chain = new FakeBallotChain(clock, 0);
  private final HandJudge judge = new HandJudge(FakeBallotChain.DEPLOYMENT, chain);

  @BeforeEach
  void giveThemNodes() {
    chain.power.put(AUTHOR.address(), 2L);
    chain.power.put(VOTER.address(), 2L);
  }

  private Signed proposal() {
    return Signed.of(
        AUTHOR,
        TestSigner.PROPOSAL,
        AUTHOR.proposal(CALL, ACTION, clock.seconds(), clock.seconds() + 60));
  }

  private void send(BallotCall call, Hash32 id, HandOver handOver) {
    assertThat(handOver).isInstanceOf(HandOver.Ready.class);
    Bytes data = ((HandOver.Ready) handOver).calldata();
    chain.mine(List.of(new OutgoingCall(call.kind(), id, FakeBallotChain.BALLOT, data, "k", 0)));
  }

  private Hash32 openBallot() {
    Signed proposal = proposal();
    send(BallotCall.OPEN, proposal.id(), judge.open(proposal.envelope()));
    return proposal.id();
  }

  private static void refused(HandOver handOver, String code) {
    assertThat(handOver)
        .isInstanceOfSatisfying(
            HandOver.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.detail()).isNotBlank().doesNotContain("\n");
            });
  }

  @Test
  void opensOnceAndKnowsThatItIsDone() {
    Hash32 id = openBallot();

    assertThat(chain.election(id).author).isEqualTo(AUTHOR.address());
    assertThat(judge.open(proposal().envelope()))
        .isEqualTo(new HandOver.Done("the ballot is open already"));
  }

  @Test
  void saysWhyItDoesNotOpen() {
    refused(
        judge.open(Signed.vote(VOTER, ACTION, 1, clock.seconds()).envelope()), "NOT_A_PROPOSAL");
    Signed other = Signed.proposal(AUTHOR, "another call", clock.seconds());
    refused(judge.open(other.envelope()), "DATA_TOO_SHORT");
    Signed late = proposal();
    clock.advance(Duration.ofSeconds(50));
    chain.mine(List.of());
    refused(judge.open(late.envelope()), "END_TOO_SOON");
    chain.listedOn = 0;
    refused(judge.open(proposal().envelope()), "CALL_NOT_LISTED");
  }

  @Test
  void countsAVoteOfAKeyAndKnowsThatItIsDone() {
    Hash32 id = openBallot();
    Signed vote = Signed.vote(VOTER, id, 2, clock.seconds());

    send(BallotCall.COUNT, id, judge.count(vote.envelope()));

    assertThat(chain.voteOf(id, VOTER.address(), BallotChain.View.LATEST).choice()).isEqualTo(2);
    assertThat(judge.count(vote.envelope()))
        .isEqualTo(new HandOver.Done("this very vote is counted already"));
  }

  @Test
  void countsAVoteThatAContractWalletAccepts() {
    Hash32 id = openBallot();
    chain.walletSignatures.put(VOTER.address(), Bytes.parse("0x99"));
    ObjectNode values =
        TestSigner.of(2).envelope(TestSigner.VOTE, VOTER.vote(id, 1, clock.seconds()));
    Envelope envelope =
        ((EnvelopeOutcome.Parsed) Envelope.parse(TestSigner.bytes(values.put("sig", "0x99"))))
            .envelope();

    send(BallotCall.COUNT_CONTRACT_VOTE, id, judge.count(envelope));

    assertThat(chain.election(id).votes).containsKey(VOTER.address());
  }

  @Test
  void saysWhyAVoteDoesNotCount() {
    Hash32 id = openBallot();
    refused(judge.count(proposal().envelope()), "NOT_A_VOTE");
    refused(
        judge.count(Signed.vote(VOTER, ACTION, 1, clock.seconds()).envelope()), "BALLOT_NOT_OPEN");
    refused(judge.count(Signed.vote(VOTER, id, 4, clock.seconds()).envelope()), "CHOICE_RANGE");
    refused(judge.count(Signed.vote(STRANGER, id, 1, clock.seconds()).envelope()), "NO_POWER");
    refused(
        judge.count(Signed.vote(VOTER, id, 1, clock.seconds() - 311).envelope()),
        "DATED_OUTSIDE_WINDOW");

    send(BallotCall.COUNT, id, judge.count(Signed.vote(VOTER, id, 1, clock.seconds()).envelope()));
    refused(judge.count(Signed.vote(VOTER, id, 2, clock.seconds() - 1).envelope()), "SUPERSEDED");
  }

  @Test
  void saysThatCountingIsOver() {
    Hash32 id = openBallot();
    Signed vote = Signed.vote(VOTER, id, 1, clock.seconds());
    clock.advance(Duration.ofDays(1));
    chain.mine(List.of());

    refused(judge.count(vote.envelope()), "COUNTING_OVER");
  }
}
