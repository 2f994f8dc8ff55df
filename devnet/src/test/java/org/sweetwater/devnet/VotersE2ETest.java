package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.EstimateOutcome;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
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

  /** Nothing here waits for the end, so that it may be far enough for a slow machine. */
  private static final Duration OPENING = Duration.ofMinutes(2);

  private static final Duration STEP_MAX = Duration.ofSeconds(30);

  private static final List<Credentials> OWNERS =
      Stream.of("first", "second", "third").map(name -> owner(name + " owner")).toList();

  private static final MemberClient.Answer NOT_SIGNED =
      new MemberClient.Answer.Refused("client_error", "signature validation failed");

  private static final Credentials MEMBER = Accounts.operator(1);
  private static final List<Credentials> TWO = OWNERS.subList(0, 2);
  private static final List<Credentials> ONE = OWNERS.subList(0, 1);

  private static final String VOTES =
      """
      query($id: ID!, $bytes: Bytes!, $voter: Bytes!) {
        votes(where: { ballot: $id, voter: $voter }) { voteId choice power }
        countedVotes(where: { ballot: $id, voter: $voter }, orderBy: timestamp) { voteId standing }
        relayTransactions(where: { ballotId: $bytes, kind: "countContractVote" }, orderBy: sentAt) { votes gasUsed }
        voteVerdicts(where: { proposalId: $bytes, voter: $voter, source: "hub" }, orderBy: seenAt) { source reason claimed detail voteId }
      }
      """;

  /** "docs" writes the vote that is followed, and its page, anew; see docs/vote-to-act.md. */
  private static final String RECORD = "SW_RECORD_VOTE";

  @Test
  void membersWithKeysAndSafesAreHeard() throws Exception {
    try (TestNetwork test = TestNetwork.start("voters-test", true);
        IndexerApi indexer = new IndexerApi(test.network().indexer());
        HubMessages hub = new HubMessages(test.network().hub());
        MemberClient members = MemberClient.start(Checkout.find(), test.network().hub())) {
      Election election = Election.begin(test, indexer, members);

      follow(new VoteRecorder(test, indexer, hub), election);
      String first = election.vote(TWO, AGAINST);
      election.awaitStanding(first, "Against");
      oneOwnerIsRefused(election, hub.vote(first));
      String second = election.voteSignedOnChain(FOR);
      JsonNode end = election.awaitStanding(second, "For");

      assertThat(end.at("/votes/0/power").asText()).isEqualTo("1");
      assertThat(end.path("countedVotes")).hasSize(2);
      assertThat(end.at("/countedVotes/0/standing").asBoolean()).isFalse();
      verificationIsCheap(election, hub.vote(first), test.narrator(), end);
      ownersAreThoseOfTheMomentOfCounting(election, hub.vote(first), hub.vote(second));
    }
  }

  /** A vote of a key, from the wallet to the API. */
  private static void follow(VoteRecorder recorder, Election election) throws Exception {
    VoteRecord record = recorder.record(election.proposal().id(), election.voteOf(MEMBER));
    new VoteProof(record).check();
    if ("docs".equals(System.getenv(RECORD))) {
      record.write(VoteRecord.file(Checkout.find()));
      new VotePage(record).rewrite(Checkout.find());
    }
  }

  /** By the hub, which asks the Safe, and by the contract, whoever brings it. */
  private static void oneOwnerIsRefused(Election election, Envelope signedByTwo)
      throws InterruptedException {
    assertThat(election.post(ONE, FOR)).isEqualTo(NOT_SIGNED);
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
      Election election, Envelope counted, Narrator narrator, JsonNode state) {
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
      Election election, Envelope byOwners, Envelope onChain) throws InterruptedException {
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

  /** A ballot in which a Safe has a voice. */
  private record Election(
      Network network,
      IndexerApi indexer,
      MemberClient members,
      TestSafe safe,
      BallotStage.Posted proposal) {
    static Election begin(TestNetwork test, IndexerApi indexer, MemberClient members)
        throws Exception {
      Network network = test.network();
      ContractCalls calls = new ContractCalls(network.deployment());
      test.narrator().step("A Safe becomes an operator with a node");
      TestSafe safe = TestSafe.deploy(network.chain(), Accounts.newcomer(), OWNERS, TWO.size());
      becomeMember(network, calls, safe, test.narrator());
      BallotStage stage = new BallotStage(network, calls, members, test.narrator(), OPENING);
      BallotStage.Posted proposal =
          stage.propose(
              Accounts.operator(0),
              "Let one more in",
              "They have a roof.",
              network.deployment().registry(),
              calls.admitByBallot(Accounts.addressOf(Accounts.stranger())));
      return new Election(network, indexer, members, safe, proposal);
    }

    private static void becomeMember(
        Network network, ContractCalls calls, TestSafe safe, Narrator narrator)
        throws InterruptedException {
      Wallet anybody = new Wallet(network.chain(), Accounts.newcomer());
      Address registry = network.deployment().registry();
      AdmissionStage admission = new AdmissionStage(network, calls, narrator);
      admission.admit(anybody, safe.address());
      safe.execute(registry, admission.registration(safe.address(), 0), TWO);
      Address node = Accounts.addressOf(Accounts.nodeKey(Accounts.OPERATORS));
      Bytes activation =
          encode(
              NodeRegistry.FUNC_ACTIVATE, new org.web3j.abi.datatypes.Address(node.toUnsigned()));
      Patience.await(
          "the node's waiting time",
          STEP_MAX,
          () ->
              anybody.refusalOf(registry, activation).isEmpty()
                  ? Optional.of(true)
                  : Optional.empty());
      long activated = anybody.send(registry, activation).block().number();
      // A proposal's snapshot is the block before the newest.
      Patience.await(
          "a block after the activation",
          STEP_MAX,
          () -> Optional.of(network.chain().blockNumber()).filter(head -> head > activated));
    }

    MemberClient.Answer post(List<Credentials> owners, int choice) throws InterruptedException {
      // The signed time has whole seconds, and the vote must differ from the one before.
      Thread.sleep(Duration.ofMillis(1_100));
      return members.perform("vote", safe.signer(owners), message(choice));
    }

    private ObjectNode message(int choice) {
      return MemberClient.vote(network.deployment().space(), proposal.id().hex(), choice, "");
    }

    /**
     * As Safe's own app votes: the signature is empty, and the Safe signs on the chain. Before it
     * does, the hub refuses, and its refusal names the digest to sign.
     */
    String voteSignedOnChain(int choice) throws InterruptedException {
      Thread.sleep(Duration.ofMillis(1_100));
      ObjectNode message = message(choice).put("timestamp", Instant.now().getEpochSecond());
      int refusals = state().path("voteVerdicts").size();
      assertThat(members.perform("vote", safe.signer(List.of()), message.deepCopy()))
          .isEqualTo(NOT_SIGNED);
      Hash32 digest =
          Patience.await(
              "the refusal of the empty signature",
              STEP_MAX,
              () ->
                  Optional.of(state().path("voteVerdicts"))
                      .filter(verdicts -> verdicts.size() > refusals)
                      .map(
                          verdicts ->
                              Hash32.parse(verdicts.path(refusals).path("voteId").asText())));
      safe.signOnChain(digest, TWO);
      String id = taken(members.perform("vote", safe.signer(List.of()), message));
      assertThat(id).isEqualTo(digest.hex());
      return id;
    }

    String voteOf(Credentials member) {
      return taken(
          members.vote(
              member,
              network.deployment().space(),
              proposal.id().hex(),
              FOR,
              "A roof is a good place."));
    }

    String vote(List<Credentials> owners, int choice) throws InterruptedException {
      return taken(post(owners, choice));
    }

    private static String taken(MemberClient.Answer answer) {
      return switch (answer) {
        case MemberClient.Answer.Taken(var id) -> id;
        case MemberClient.Answer.Refused refused -> throw new AssertionError(refused.toString());
      };
    }

    JsonNode state() throws InterruptedException {
      return indexer.query(
          VOTES,
          Map.of(
              "id", proposal.id().hex(),
              "bytes", proposal.id().hex(),
              "voter", safe.address().lowerHex()));
    }

    JsonNode awaitStanding(String voteId, String choice) throws InterruptedException {
      return Patience.await(
          "the Safe's vote " + choice,
          STEP_MAX,
          () ->
              Optional.of(state())
                  .filter(
                      state ->
                          state.at("/votes/0/voteId").asText().equals(voteId)
                              && state.at("/votes/0/choice").asText().equals(choice)));
    }

    /** Why the contract refuses the vote with this signature now; empty when it would count. */
    Optional<String> refusalByContract(Envelope vote, Bytes signature) {
      Bytes data =
          encode(
              SnapshotBallot.FUNC_COUNTCONTRACTVOTE,
              new Bytes32(proposal.id().bytes()),
              HubMessages.forContract(vote),
              new DynamicBytes(signature.bytes()));
      return new Wallet(network.chain(), Accounts.newcomer())
          .refusalOf(network.deployment().ballot(), data);
    }

    String notCountable(int verdict) {
      return "SnapshotBallot_VoteNotCountable(%s, %s, %d)"
          .formatted(proposal.id(), safe.address().lowerHex(), verdict);
    }

    /** What the Safe's answer costs, without what any transaction costs. */
    long verificationGas(Envelope vote) {
      Bytes data =
          encode(
              "isValidSignature",
              new Bytes32(vote.message().id().bytes()),
              new DynamicBytes(Bytes.parse(vote.signature()).bytes()));
      ChainClient chain = network.chain();
      Address anybody = Accounts.addressOf(Accounts.newcomer());
      return switch (chain.estimateGas(anybody, safe.address(), data)) {
        case EstimateOutcome.Enough(BigInteger gas) -> gas.longValueExact() - intrinsicGas(data);
        case EstimateOutcome.Reverted reverted -> throw new AssertionError(reverted.toString());
      };
    }

    /** EIP-2028: 16 gas for a byte, 4 for a zero; and 21,000 for a transaction. */
    private static long intrinsicGas(Bytes data) {
      long gas = 21_000;
      for (byte value : data.bytes()) {
        gas += value == 0 ? 4 : 16;
      }
      return gas;
    }

    @SuppressWarnings("rawtypes") // web3j's own signature
    private static Bytes encode(String name, Type<?>... inputs) {
      return Bytes.parse(
          FunctionEncoder.encode(new Function(name, List.<Type>of(inputs), List.of())));
    }
  }
}
