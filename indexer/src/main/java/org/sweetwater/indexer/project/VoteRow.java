package org.sweetwater.indexer.project;

import java.time.Instant;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** The vote that stands for a voter. */
public record VoteRow(
    Hash32 ballotId, Address voter, Hash32 voteId, Choice choice, long power, Instant votedAt)
    implements Row.Versioned {
  static Key key(Hash32 ballotId, Address voter) {
    return Key.of(VoteRow.class, ballotId, voter);
  }

  @Override
  public Key key() {
    return key(ballotId, voter);
  }
}
