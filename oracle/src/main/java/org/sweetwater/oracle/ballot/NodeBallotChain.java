package org.sweetwater.oracle.ballot;

import java.util.ArrayList;
import java.util.List;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.Erc1271;
import org.sweetwater.oracle.relay.ErrorCatalogue;
import org.sweetwater.oracle.relay.RevertReason;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.AbiWords;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.datatypes.generated.Bytes4;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint8;

/** The contracts behind a node's JSON-RPC. */
final class NodeBallotChain implements BallotChain {
  private static final String NOT_COUNTABLE =
      SnapshotBallot.SNAPSHOTBALLOT_VOTENOTCOUNTABLE_ERROR.getName();

  private final ChainClient client;
  private final Address ballot;
  private final BallotRules rules;
  private final int confirmations;
  private final ErrorCatalogue errors;

  /**
   * Asks the ballot for its rules.
   *
   * @param confirmations how many blocks back {@link View#CONFIRMED} is
   * @throws RetryableException when the node does not answer, or no ballot does at this address
   */
  NodeBallotChain(ChainClient client, Address ballot, int confirmations, ErrorCatalogue errors) {
    this.client = client;
    this.ballot = ballot;
    this.confirmations = confirmations;
    this.errors = errors;
    this.rules = readRules();
  }

  @Override
  public Head head() {
    Block block = client.latestBlock();
    return new Head(block.number(), block.timestamp().getEpochSecond());
  }

  @Override
  public BallotRules rules() {
    return rules;
  }

  private BallotRules readRules() {
    AbiWords words = ask(ballot, CallData.of(SnapshotBallot.FUNC_CONFIG), BlockTag.LATEST).at(0);
    return new BallotRules(words.text(0), words.address(1), words.number(4), words.number(5));
  }

  @Override
  public BallotState ballot(Hash32 id, View view) {
    Bytes data = CallData.of(SnapshotBallot.FUNC_BALLOT, BallotAbi.word(id));
    AbiWords words = ask(ballot, data, tagOf(view)).at(0);
    return new BallotState(
        id,
        BallotStatus.of((int) words.number(2)),
        words.number(7),
        words.number(8),
        words.number(9),
        words.number(10),
        words.number(12),
        words.number(13),
        new BallotState.Tally(
            words.number(15),
            words.number(16),
            words.number(17),
            words.number(6),
            words.number(14)));
  }

  @Override
  public StandingVote voteOf(Hash32 id, Address voter, View view) {
    return standingVote(ask(ballot, voteOfCall(id, voter), tagOf(view)));
  }

  @Override
  public List<StandingVote> votesOf(Hash32 id, List<Address> voters, View view) {
    List<Bytes> questions = voters.stream().map(voter -> voteOfCall(id, voter)).toList();
    List<CallOutcome> outcomes = client.callAll(ballot, questions, tagOf(view));
    List<StandingVote> votes = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      votes.add(standingVote(answer(ballot, questions.get(i), outcomes.get(i))));
    }
    return votes;
  }

  private static Bytes voteOfCall(Hash32 id, Address voter) {
    return CallData.of(SnapshotBallot.FUNC_VOTEOF, BallotAbi.word(id), address(voter));
  }

  private static StandingVote standingVote(AbiWords words) {
    return new StandingVote(
        words.number(0),
        Bytes.of(words.word(1).bytes()).slice(0, Address.LENGTH),
        words.number(2),
        (int) words.number(3));
  }

  @Override
  public List<ContractVerdict> check(Hash32 id, List<BallotVote> votes, View view) {
    AbiWords words = ask(ballot, BallotAbi.check(id, votes), tagOf(view));
    List<ContractVerdict> verdicts =
        words.list(0).stream().map(number -> ContractVerdict.of(number.intValueExact())).toList();
    if (verdicts.size() != votes.size()) {
      throw new RetryableException(
          "ballot %s: expected %d verdicts from check, found %d"
              .formatted(ballot, votes.size(), verdicts.size()));
    }
    return verdicts;
  }

  @Override
  public ContractVerdict checkContractVote(BallotVote vote, Bytes signature) {
    Bytes data = BallotAbi.countContractVote(vote, signature);
    return switch (client.call(ballot, data, BlockTag.LATEST)) {
      case CallOutcome.Returned(Bytes ignored) -> ContractVerdict.COUNTABLE;
      case CallOutcome.Reverted(var revert) -> {
        RevertReason reason = errors.decode(revert.data());
        if (reason instanceof RevertReason.Custom(String name, List<String> arguments)
            && name.equals(NOT_COUNTABLE)) {
          yield ContractVerdict.of(Integer.parseInt(arguments.get(2)));
        }
        throw new RetryableException(
            "ballot %s: expected a verdict from countContractVote, found %s"
                .formatted(ballot, reason.describe()));
      }
    };
  }

  @Override
  public int trackOf(Address target, Bytes selector) {
    Bytes data =
        CallData.of(SnapshotBallot.FUNC_LISTINGOF, address(target), new Bytes4(selector.bytes()));
    return (int) ask(ballot, data, BlockTag.LATEST).number(0);
  }

  @Override
  public long windowOf(int track) {
    Bytes data = CallData.of(SnapshotBallot.FUNC_TRACKOF, new Uint8(track));
    return ask(ballot, data, BlockTag.LATEST).number(0);
  }

  @Override
  public long powerAt(Address account, long block) {
    Bytes data = CallData.of(NodeRegistry.FUNC_GETPASTVOTES, address(account), new Uint256(block));
    return ask(rules.registry(), data, BlockTag.LATEST).number(0);
  }

  @Override
  public long totalPowerAt(long block) {
    Bytes data = CallData.of(NodeRegistry.FUNC_GETPASTTOTALSUPPLY, new Uint256(block));
    return ask(rules.registry(), data, BlockTag.LATEST).number(0);
  }

  @Override
  public long openBallotsOf(Address author) {
    Bytes data = CallData.of(SnapshotBallot.FUNC_OPENBALLOTSOF, address(author));
    return ask(ballot, data, BlockTag.LATEST).number(0);
  }

  @Override
  public boolean isExecuted(Hash32 action) {
    Bytes data = CallData.of(SnapshotBallot.FUNC_ISEXECUTED, BallotAbi.word(action));
    return ask(ballot, data, BlockTag.LATEST).number(0) != 0;
  }

  @Override
  public Bytes codeAt(Address address) {
    return client.codeAt(address, BlockTag.LATEST);
  }

  @Override
  public boolean acceptsSignature(Address contract, Hash32 digest, Bytes signature) {
    Bytes question = Erc1271.question(digest, signature);
    CallOutcome outcome = client.call(contract, question, BlockTag.LATEST, Erc1271.gas(question));
    return outcome instanceof CallOutcome.Returned(Bytes answer) && Erc1271.isYes(answer);
  }

  private AbiWords ask(Address contract, Bytes data, BlockTag block) {
    return answer(contract, data, client.call(contract, data, block));
  }

  private AbiWords answer(Address contract, Bytes data, CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Returned(Bytes result) -> new AbiWords(contract, result);
      case CallOutcome.Reverted(var revert) ->
          throw new RetryableException(
              "contract %s: %s reverted with %s; asked again later"
                  .formatted(contract, data.slice(0, 4), errors.decode(revert.data()).describe()));
    };
  }

  /** With no confirmations the newest block is final, and there is no race about which it is. */
  private BlockTag tagOf(View view) {
    return switch (view) {
      case LATEST -> BlockTag.LATEST;
      case CONFIRMED ->
          confirmations == 0
              ? BlockTag.LATEST
              : BlockTag.at(Math.max(0, client.blockNumber() - confirmations));
    };
  }

  private static org.web3j.abi.datatypes.Address address(Address address) {
    return new org.web3j.abi.datatypes.Address(address.toUnsigned());
  }
}
