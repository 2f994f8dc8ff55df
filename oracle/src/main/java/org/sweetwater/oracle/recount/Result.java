package org.sweetwater.oracle.recount;

/**
 * How a ballot stands.
 *
 * @param votesFor power, in nodes
 * @param votesAgainst power, in nodes
 * @param votesAbstain power, in nodes
 * @param voters distinct voters whose votes stand
 * @param passes whether it passes as it stands
 */
public record Result(
    long votesFor, long votesAgainst, long votesAbstain, long voters, boolean passes) {
  /** In one line, for people. */
  @Override
  public String toString() {
    return "for %d, against %d, abstain %d, %d voters: %s"
        .formatted(
            votesFor, votesAgainst, votesAbstain, voters, passes ? "passes" : "does not pass");
  }
}
