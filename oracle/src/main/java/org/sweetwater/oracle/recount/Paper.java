package org.sweetwater.oracle.recount;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A vote as the recount read it.
 *
 * @param id the digest that was computed anew; what the archive says where that cannot be
 * @param voter who speaks; the zero address for a sender that is no Ethereum account
 * @param choice 1 For, 2 Against, 3 Abstain; 0 for anything else
 * @param timestamp seconds since 1970, as signed
 * @param flaws why it cannot count; empty when it can
 */
public record Paper(Hash32 id, Address voter, int choice, long timestamp, Set<Flaw> flaws) {
  /** Which of a voter's votes stands: the later by timestamp, at the same timestamp by id. */
  static final Comparator<Paper> ORDER =
      Comparator.comparingLong(Paper::timestamp).thenComparing(Paper::id);

  /** Copies the flaws. */
  public Paper {
    flaws = Set.copyOf(flaws);
  }

  /** Whether nothing but its time decides whether it counts. */
  public boolean isSound() {
    return flaws.isEmpty();
  }

  /** The same vote without a flaw that somebody else answers for. */
  Paper without(Flaw flaw) {
    Set<Flaw> rest = EnumSet.noneOf(Flaw.class);
    rest.addAll(flaws);
    rest.remove(flaw);
    return new Paper(id, voter, choice, timestamp, rest);
  }
}
