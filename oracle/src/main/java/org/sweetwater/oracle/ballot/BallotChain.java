package org.sweetwater.oracle.ballot;

import java.util.List;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * What carrying ballots asks of the chain. Every method blocks, and throws {@link
 * org.sweetwater.wrappers.RetryableException} when the node does not answer.
 */
interface BallotChain {
  /** Which state a question is about. */
  enum View {
    /** The newest block: what a transaction would meet. */
    LATEST,
    /** As many blocks back as the configuration asks for: what will not be rolled back. */
    CONFIRMED
  }

  /** The newest block. */
  Head head();

  /** What the deployment fixed for ever. */
  BallotRules rules();

  /** A ballot; status UNKNOWN when it was not open in that view. */
  BallotState ballot(Hash32 id, View view);

  /** The vote that stands for a voter. */
  StandingVote voteOf(Hash32 id, Address voter, View view);

  /** The votes that stand for some voters, in their order; all in the same block. */
  default List<StandingVote> votesOf(Hash32 id, List<Address> voters, View view) {
    return voters.stream().map(voter -> voteOf(id, voter, view)).toList();
  }

  /**
   * What the contract makes of each vote now, each for itself; in the votes' order.
   *
   * @throws org.sweetwater.wrappers.RetryableException also when the ballot is unknown
   */
  List<ContractVerdict> check(Hash32 id, List<BallotVote> votes, View view);

  /** What {@code countContractVote} would make of a vote now (ERC-1271). */
  ContractVerdict checkContractVote(BallotVote vote, Bytes signature);

  /** The track of a call; 0 when it is not listed. */
  int trackOf(Address target, Bytes selector);

  /** Least seconds between opening and end on a track. */
  long windowOf(int track);

  /** An account's power at a past block, in nodes. */
  long powerAt(Address account, long block);

  /** The whole power at a past block, in nodes. */
  long totalPowerAt(long block);

  /** An author's ballots that are neither closed nor vetoed. */
  long openBallotsOf(Address author);

  /** Whether an action was executed, by whatever ballot. */
  boolean isExecuted(Hash32 action);

  /** The code at an address; empty when there is none. */
  Bytes codeAt(Address address);

  /** Whether a contract answers for a signature by ERC-1271. */
  boolean acceptsSignature(Address contract, Hash32 digest, Bytes signature);
}
