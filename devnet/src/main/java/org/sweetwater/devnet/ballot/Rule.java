package org.sweetwater.devnet.ballot;

import java.util.ArrayList;
import java.util.List;

/**
 * One rule of {@code SnapshotBallot.close} and whether a count meets it.
 *
 * @param text the rule with its numbers, and what is missing where it is not met
 */
record Rule(String name, boolean isMet, String text) {
  static List<Rule> of(BallotFacts.Tally tally, BallotFacts.Threshold threshold) {
    List<Rule> rules = new ArrayList<>();
    rules.add(atLeast("quorum", "power taking part", tally.total(), threshold.quorum()));
    rules.add(atLeast("voters", "distinct voters", tally.voters(), threshold.votersMin()));
    rules.add(
        new Rule(
            "majority",
            tally.votesFor() > tally.votesAgainst(),
            "more For than Against: %d to %d".formatted(tally.votesFor(), tally.votesAgainst())));
    if (threshold.twoThirds()) {
      long needed = Math.multiplyExact(2, tally.votesAgainst());
      rules.add(atLeast("two thirds", "power For, twice that Against,", tally.votesFor(), needed));
    }
    return List.copyOf(rules);
  }

  private static Rule atLeast(String name, String what, long found, long needed) {
    boolean isMet = found >= needed;
    String missing = isMet ? "" : "; %d missing".formatted(needed - found);
    return new Rule(name, isMet, "%s at least %d: %d%s".formatted(what, needed, found, missing));
  }
}
