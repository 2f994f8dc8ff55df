package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;

/**
 * What two kinds of voters meet. A member with a key, whose vote is followed byte by byte; and a
 * member that is a contract: a real Safe whose owners, two of three, sign its votes. The hub asks
 * the Safe, the oracle carries, and SnapshotBallot asks the Safe again when it counts (ERC-1271).
 */
final class VotersE2ETest {
  private static final int AGAINST = 2;
  private static final int FOR = 1;

  /** ISnapshotBallot.VoteVerdict. */
  private static final int SIGNATURE_INVALID = 5;

  private static final int SUPERSEDED = 7;

  /** What SnapshotBallot gives a wallet for its answer. */
  private static final int ERC1271_GAS = 500_000;

  private static final Duration STEP_MAX = Duration.ofSeconds(30);

  private static final List<Credentials> OWNERS =
      Stream.of("first", "second", "third").map(name -> owner(name + " owner")).toList();

  private static final Credentials MEMBER = Accounts.operator(1);
  private static final List<Credentials> TWO = OWNERS.subList(0, 2);
  private static final List<Credentials> ONE = OWNERS.subList(0, 1);

  /** "docs" writes the vote that is followed, and its page, anew; see docs/vote-to-act.md. */
  private static final String RECORD = "SW_RECORD_VOTE";

  @Test
  void membersWithKeysAndSafesAreHeard() throws Exception {
    try (TestNetwork test = TestNetwork.start("voters-test", true);
        IndexerApi indexer = new IndexerApi(test.network().indexer());
        HubMessages hub = new HubMessages(test.network().hub());
        MemberClient members = MemberClient.start(Checkout.find(), test.network().hub())) {
      SafeElection election = SafeElection.begin(test, indexer, members, OWNERS);

      follow(new VoteRecorder(test, indexer, hub), election);
      String first = election.vote(TWO, AGAINST);
      election.awaitStanding(first, "Against");
      // Afterwards the hub shows the second one only.
      Envelope byOwners = hub.vote(first);
      oneOwnerIsRefused(election, byOwners);
      String second = election.voteSignedOnChain(TWO, FOR);
      JsonNode end = election.awaitStanding(second, "For");

      assertThat(end.at("/votes/0/power").asText()).isEqualTo("1");
      assertThat(end.path("countedVotes")).hasSize(2);
      assertThat(end.at("/countedVotes/0/standing").asBoolean()).isFalse();
      verificationIsCheap(election, byOwners, test.narrator(), end);
      ownersAreThoseOfTheMomentOfCounting(election, byOwners, hub.vote(second));
    }
  }

  /** A vote of a key, from the wallet to the API. */
  private static void follow(VoteRecorder recorder, SafeElection election) throws Exception {
    VoteRecord record = recorder.record(election.proposal().id(), election.voteOf(MEMBER, FOR));
    new VoteProof(record).check();
    if ("docs".equals(System.getenv(RECORD))) {
      record.write(VoteRecord.file(Checkout.find()));
      new VotePage(record).rewrite(Checkout.find());
    }
  }

  /** By the hub, which asks the Safe, and by the contract, whoever brings it. */
  private static void oneOwnerIsRefused(SafeElection election, Envelope signedByTwo)
      throws InterruptedException {
    assertThat(election.post(ONE, FOR)).isEqualTo(SafeElection.NOT_SIGNED);
    Bytes half = Bytes.parse(signedByTwo.signature()).slice(0, 65);
    assertThat(election.refusalByContract(signedByTwo, half))
        .hasValue(election.notCountable(SIGNATURE_INVALID));
    JsonNode verdict =
        Patience.await(
            "the hub's refusal",
            STEP_MAX,
            () -> election.state().path("voteVerdicts").valueStream().findAny());
    assertThat(verdict.path("reason").asText()).isEqualTo("SIGNATURE_INVALID");
    assertThat(verdict.path("claimed").asBoolean()).isTrue();
    assertThat(verdict.path("detail").asText()).contains("no contract");
  }

  private static void verificationIsCheap(
      SafeElection election, Envelope counted, Narrator narrator, JsonNode state) {
    long gas = election.verificationGas(counted);
    narrator.say("the Safe's answer takes %,d gas of the %,d that it may", gas, ERC1271_GAS);
    narrator.say(
        "countContractVote used %s gas the first time",
        state.at("/relayTransactions/0/gasUsed").asText());
    assertThat(gas).isBetween(10_000L, ERC1271_GAS / 10L);
    assertThat(state.path("relayTransactions")).hasSize(2);
  }

  /**
   * A counted vote stands whatever its owners become; an uncounted one needs the signatures of
   * today's owners, or that the Safe signed it on the chain while they were others.
   */
  private static void ownersAreThoseOfTheMomentOfCounting(
      SafeElection election, Envelope byOwners, Envelope onChain) throws InterruptedException {
    Bytes signatures = Bytes.parse(byOwners.signature());
    assertThat(election.refusalByContract(byOwners, signatures))
        .hasValue(election.notCountable(SUPERSEDED));
    election.safe().replaceFirstOwner(OWNERS.getFirst(), owner("new owner"), TWO);

    assertThat(election.refusalByContract(byOwners, signatures))
        .hasValue(election.notCountable(SIGNATURE_INVALID));
    assertThat(election.refusalByContract(onChain, Bytes.EMPTY))
        .hasValue(election.notCountable(SUPERSEDED));
    assertThat(election.state().at("/votes/0/voteId").asText())
        .isEqualTo(onChain.message().id().hex());
  }

  private static Credentials owner(String name) {
    return Credentials.create(
        Hash32.keccak(name.getBytes(StandardCharsets.UTF_8)).hex().substring(2));
  }
}
