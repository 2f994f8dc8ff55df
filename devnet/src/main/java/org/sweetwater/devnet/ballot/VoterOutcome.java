package org.sweetwater.devnet.ballot;

import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Hash32;

/** Why an account's vote counts in a ballot, or does not. */
sealed interface VoterOutcome {
  /** It counts; {@code replaced} are the account's earlier ones, which counted before it. */
  record Counted(CountedVote standing, List<CountedVote> replaced) implements VoterOutcome {
    public Counted {
      replaced = List.copyOf(replaced);
    }
  }

  /** It has no power at the snapshot; {@code why} is in the order of importance. */
  record NoPower(List<Line> why) implements VoterOutcome {
    public NoPower {
      why = List.copyOf(why);
    }
  }

  /** Hub or oracle refused it. */
  record Refused(VoterFacts.Verdict verdict) implements VoterOutcome {}

  /** A hub or oracle has it, and the contract may still count it. */
  record Waiting(Hash32 voteId, Optional<VoterFacts.Verdict> verdict) implements VoterOutcome {}

  /** A hub or oracle has it, and counting ended before it reached the contract. */
  record Missed(Hash32 voteId, Optional<VoterFacts.Verdict> verdict) implements VoterOutcome {}

  /** Neither contract nor hub nor oracle ever saw one. */
  record NeverSeen() implements VoterOutcome {}

  /** The contract counted none; whether one was seen, nobody who was asked can tell. */
  record NotCounted() implements VoterOutcome {}
}
