package org.sweetwater.devnet.ballot;

import java.time.Instant;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** A vote that the contract counted, by its log; a later one of the voter may have replaced it. */
record CountedVote(
    Hash32 voteId, Address voter, Choice choice, long power, Instant signedAt, Place place) {
  /** The choice as members know it. */
  String choiceName() {
    return nameOf(choice);
  }

  static String nameOf(Choice choice) {
    return switch (choice) {
      case FOR -> "For";
      case AGAINST -> "Against";
      case ABSTAIN -> "Abstain";
    };
  }
}
