package org.sweetwater.devnet.ballot;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * Asks the contracts at the newest block. The registry keeps its own history, so that the node
 * needs no old state.
 */
final class ChainReader {
  private static final Bytes EIP7702 = Bytes.parse("0xef0100");

  private final ChainClient chain;
  private final Deployment deployment;

  ChainReader(ChainClient chain, Deployment deployment) {
    this.chain = chain;
    this.deployment = deployment;
  }

  /** A ballot; status UNKNOWN when it never opened. */
  BallotFacts ballot(Hash32 id) {
    SnapshotBallot.Ballot state =
        ask(
            deployment.ballot(),
            SnapshotBallot.FUNC_BALLOT,
            new TypeReference<SnapshotBallot.Ballot>() {},
            new Bytes32(id.bytes()));
    return new BallotFacts(
        id,
        chain.latestBlock().timestamp(),
        Address.parse(state.author),
        state.track.intValueExact(),
        BallotStatus.of(state.status.intValueExact()),
        state.extensions.intValueExact(),
        state.snapshot.longValueExact(),
        new BallotFacts.Schedule(
            instant(state.start),
            instant(state.end),
            instant(state.countUntil),
            Duration.ofSeconds(state.grace.longValueExact()),
            Duration.ofSeconds(state.delay.longValueExact())),
        Optional.of(state.closedAt).filter(at -> at.signum() > 0).map(ChainReader::instant),
        new BallotFacts.Tally(
            state.votesFor.longValueExact(),
            state.votesAgainst.longValueExact(),
            state.votesAbstain.longValueExact(),
            state.voters.longValueExact()),
        new BallotFacts.Threshold(
            state.quorum.longValueExact(), state.votersMin.longValueExact(), state.twoThirds),
        Address.parse(state.target),
        Bytes.of(state.data),
        Hash32.of(state.action));
  }

  /** What an account is to a ballot. */
  VoterFacts.OnChain voter(Address account, long snapshot) {
    Uint256 block = new Uint256(snapshot);
    NodeRegistry.Operator operator =
        ask(
            deployment.registry(),
            NodeRegistry.FUNC_OPERATOROF,
            new TypeReference<NodeRegistry.Operator>() {},
            word(account));
    Uint256 power = askRegistry(NodeRegistry.FUNC_GETPASTVOTES, word(account), block);
    Uint256 total = askRegistry(NodeRegistry.FUNC_GETPASTTOTALSUPPLY, block);
    Uint256 cap = askRegistry(NodeRegistry.FUNC_POWERCAP, total);
    Bytes code = chain.codeAt(account, BlockTag.LATEST);
    boolean isDelegated = code.size() >= 3 && code.slice(0, 3).equals(EIP7702);
    return new VoterFacts.OnChain(
        new VoterFacts.Power(number(power), number(total), number(cap)),
        new VoterFacts.Membership(
            Optional.of(operator.admittedAt)
                .filter(at -> at.signum() > 0)
                .map(ChainReader::instant),
            operator.nodes.longValueExact(),
            operator.activeNodes.longValueExact(),
            operator.revoked),
        !code.isEmpty() && !isDelegated);
  }

  private Uint256 askRegistry(String function, Type<?>... inputs) {
    return ask(deployment.registry(), function, new TypeReference<Uint256>() {}, inputs);
  }

  @SuppressWarnings("rawtypes") // web3j's own signatures
  private <T extends Type> T ask(
      Address contract, String name, TypeReference<T> answer, Type<?>... inputs) {
    Function function = new Function(name, List.<Type>of(inputs), List.of(answer));
    Bytes data = Bytes.parse(FunctionEncoder.encode(function));
    List<Type> values =
        switch (chain.call(contract, data, BlockTag.LATEST)) {
          case CallOutcome.Returned(Bytes bytes) ->
              FunctionReturnDecoder.decode(bytes.hex(), function.getOutputParameters());
          case CallOutcome.Reverted(var revert) ->
              throw foreign(contract, name, "a revert: " + revert.describe());
        };
    if (values.isEmpty()) {
      throw foreign(contract, name, "nothing");
    }
    @SuppressWarnings("unchecked") // The decoder makes what the reference names.
    T value = (T) values.getFirst();
    return value;
  }

  private static FatalException foreign(Address contract, String function, String found) {
    return new FatalException(
        "%s: expected an answer to %s, found %s; is deployment.json of this chain?"
            .formatted(contract, function, found));
  }

  private static Instant instant(BigInteger seconds) {
    return Instant.ofEpochSecond(seconds.longValueExact());
  }

  private static long number(Uint256 number) {
    return number.getValue().longValueExact();
  }

  private static org.web3j.abi.datatypes.Address word(Address address) {
    return new org.web3j.abi.datatypes.Address(address.toUnsigned());
  }
}
