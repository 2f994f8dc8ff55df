package org.sweetwater.oracle.ballot;

import java.util.Optional;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.wrappers.Address;

/** What a signed vote says by itself about one ballot. */
sealed interface VoteReading {
  /** In the form that {@code count} takes, with the voter's own signature. */
  record ByKey(BallotVote vote) implements VoteReading {}

  /** In the form that {@code countContractVote} takes: only the voter's contract can accept it. */
  record ByContract(BallotVote vote) implements VoteReading {}

  /**
   * It can never count.
   *
   * @param voter who it speaks for; absent when that is no Ethereum account
   * @param claimed whether the voter's signature is not verified
   * @param choice 1 to 3, when it names one of them
   */
  record Unfit(Optional<Address> voter, boolean claimed, Optional<Integer> choice, Reason reason)
      implements VoteReading {}
}
