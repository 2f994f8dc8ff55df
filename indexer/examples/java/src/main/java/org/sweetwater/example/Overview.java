package org.sweetwater.example;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigInteger;
import java.util.List;

/** The answer to {@link Votes#OVERVIEW}. */
record Overview(
    @JsonProperty("_meta") Meta meta,
    List<Ballot> ballots,
    List<Votes.Vote> votes,
    List<Operator> operators) {
  /** What the answer rests on; with the cursor a subscription goes on from there. */
  record Meta(Block block, String cursor) {}

  /** The newest indexed block. */
  record Block(long number) {}

  /** Where a ballot stands. */
  enum Status {
    Open,
    Passed,
    Rejected,
    Executed,
    Vetoed
  }

  /** A ballot with its tally. */
  record Ballot(
      String id,
      Status status,
      BigInteger votesFor,
      BigInteger votesAgainst,
      BigInteger votesAbstain) {}

  /** A member of the network. */
  record Operator(String id, int activeNodeCount) {}
}
