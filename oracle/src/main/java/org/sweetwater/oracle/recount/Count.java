package org.sweetwater.oracle.recount;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.wrappers.Address;

/** Votes being brought, one batch after another, by the rules of the ballot as they are written. */
public final class Count {
  /** A vote may be dated this many seconds ahead of the chain. */
  private static final long AHEAD_MAX = 300;

  private static final int EXTENSIONS_MAX = 3;
  private static final long WHOLE_BPS = 10_000;

  private final Terms terms;
  private final Electorate electorate;
  private final Map<Address, Paper> standing = new HashMap<>();
  private long countUntil;
  private int extensions;

  /** A count to which nothing was brought yet. */
  public Count(Terms terms, Electorate electorate) {
    this.terms = terms;
    this.electorate = electorate;
    this.countUntil = terms.end() + terms.grace();
  }

  /**
   * Brings votes in one call, in a block of this time (seconds since 1970).
   *
   * @return those that count now, in their order; none at all once counting is over
   */
  public List<Paper> bring(long time, List<Paper> papers) {
    if (time > countUntil) {
      return List.of();
    }
    boolean passed = result().passes();
    List<Paper> counted = new ArrayList<>();
    for (Paper paper : papers) {
      if (counts(paper, time)) {
        standing.put(paper.voter(), paper);
        counted.add(paper);
      }
    }
    if (time > terms.end() && extensions < EXTENSIONS_MAX && result().passes() != passed) {
      countUntil += terms.grace();
      extensions++;
    }
    return counted;
  }

  /** Whether a vote would count now, if it were the only one brought in a block of this time. */
  public boolean counts(Paper paper, long time) {
    Optional<Paper> before = standingOf(paper.voter());
    return paper.isSound()
        && paper.timestamp() <= time + AHEAD_MAX
        && electorate.power(paper.voter()) > 0
        && before.map(earlier -> Paper.ORDER.compare(earlier, paper) < 0).orElse(true);
  }

  /** The vote that stands for a voter. */
  public Optional<Paper> standingOf(Address voter) {
    return Optional.ofNullable(standing.get(voter));
  }

  /** The last second in which votes may be brought. */
  public long countUntil() {
    return countUntil;
  }

  /** How often a late turn of the outcome extended the counting. */
  public int extensions() {
    return extensions;
  }

  /** How it stands. */
  public Result result() {
    long votesFor = power(1);
    long votesAgainst = power(2);
    long votesAbstain = power(3);
    long takingPart = votesFor + votesAgainst + votesAbstain;
    boolean isQuorate = takingPart * WHOLE_BPS >= electorate.total() * terms.quorumBps();
    boolean isMajority =
        votesFor > votesAgainst && (!terms.twoThirds() || votesFor >= 2 * votesAgainst);
    boolean hasVoters = standing.size() >= terms.votersMin();
    return new Result(
        votesFor,
        votesAgainst,
        votesAbstain,
        standing.size(),
        isQuorate && hasVoters && isMajority);
  }

  private long power(int choice) {
    return standing.values().stream()
        .filter(paper -> paper.choice() == choice)
        .mapToLong(paper -> electorate.power(paper.voter()))
        .sum();
  }
}
