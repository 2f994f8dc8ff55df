package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** A ballot in which a Safe has a voice. */
record SafeElection(
    Network network,
    IndexerApi indexer,
    MemberClient members,
    TestSafe safe,
    BallotStage.Posted proposal) {
  /** Nothing here waits for the end, so that it may be far enough for a slow machine. */
  private static final Duration OPENING = Duration.ofMinutes(2);

  private static final Duration STEP_MAX = Duration.ofSeconds(30);

  /** How many of its owners a Safe asks for. */
  private static final int THRESHOLD = 2;

  /** What the hub says to a signature that is not the voter's. */
  static final MemberClient.Answer NOT_SIGNED =
      new MemberClient.Answer.Refused("client_error", "signature validation failed");

  private static final String VOTES =
      """
      query($id: ID!, $bytes: Bytes!, $voter: Bytes!) {
        votes(where: { ballot: $id, voter: $voter }) { voteId choice power }
        countedVotes(where: { ballot: $id, voter: $voter }, orderBy: timestamp) { voteId standing }
        relayTransactions(where: { ballotId: $bytes, kind: "countContractVote" }, orderBy: sentAt) { votes gasUsed }
        voteVerdicts(where: { proposalId: $bytes, voter: $voter, source: "hub" }, orderBy: seenAt) { source reason claimed detail voteId }
      }
      """;

  static SafeElection begin(
      TestNetwork test, IndexerApi indexer, MemberClient members, List<Credentials> owners)
      throws Exception {
    Network network = test.network();
    ContractCalls calls = new ContractCalls(network.deployment());
    test.narrator().step("A Safe becomes an operator with a node");
    TestSafe safe = TestSafe.deploy(network.chain(), Accounts.newcomer(), owners, THRESHOLD);
    becomeMember(test, calls, safe, owners.subList(0, THRESHOLD));
    BallotStage stage = new BallotStage(network, calls, members, test.narrator(), OPENING);
    BallotStage.Posted proposal =
        stage.propose(
            Accounts.operator(0),
            "Let one more in",
            "They have a roof.",
            network.deployment().registry(),
            calls.admitByBallot(Accounts.addressOf(Accounts.stranger())));
    return new SafeElection(network, indexer, members, safe, proposal);
  }

  private static void becomeMember(
      TestNetwork test, ContractCalls calls, TestSafe safe, List<Credentials> signers)
      throws InterruptedException {
    Network network = test.network();
    Wallet anybody = new Wallet(network.chain(), Accounts.newcomer());
    Address registry = network.deployment().registry();
    AdmissionStage admission = new AdmissionStage(network, calls, test.narrator());
    admission.admit(anybody, safe.address());
    safe.execute(registry, admission.registration(safe.address(), 0), signers);
    Address node = Accounts.addressOf(Accounts.nodeKey(Accounts.OPERATORS));
    Bytes activation =
        encode(NodeRegistry.FUNC_ACTIVATE, new org.web3j.abi.datatypes.Address(node.toUnsigned()));
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
    return members.perform("vote", safe.signer(owners), message(choice, ""));
  }

  private ObjectNode message(int choice, String reason) {
    return MemberClient.vote(network.deployment().space(), proposal.id().hex(), choice, reason);
  }

  /**
   * As Safe's own app votes: the signature is empty, and the Safe signs on the chain. Before it
   * does, the hub refuses, and its refusal names the digest to sign.
   */
  String voteSignedOnChain(List<Credentials> owners, int choice) throws InterruptedException {
    Thread.sleep(Duration.ofMillis(1_100));
    // The client rounds its time up: without words of its own this could be an earlier vote again.
    ObjectNode message =
        message(choice, "signed on the chain").put("timestamp", Instant.now().getEpochSecond());
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
                        verdicts -> Hash32.parse(verdicts.path(refusals).path("voteId").asText())));
    safe.signOnChain(digest, owners);
    String id = taken(members.perform("vote", safe.signer(List.of()), message));
    assertThat(id).isEqualTo(digest.hex());
    return id;
  }

  String voteOf(Credentials member, int choice) {
    return taken(
        members.vote(
            member,
            network.deployment().space(),
            proposal.id().hex(),
            choice,
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
