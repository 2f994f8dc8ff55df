package org.sweetwater.devnet.ballot;

import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;

/**
 * What the chain's logs tell of one ballot, in the chain's order.
 *
 * @param votes every vote that was ever counted, replaced ones too
 */
record Trail(List<Act> acts, List<CountedVote> votes) {
  Trail {
    acts = List.copyOf(acts);
    votes = List.copyOf(votes);
  }

  /** The last act of a kind. */
  Optional<Act> last(Act.Kind kind) {
    return acts.stream().filter(act -> act.kind() == kind).reduce((earlier, later) -> later);
  }

  /** A voter's counted votes; the last is the one that stands. */
  List<CountedVote> votesOf(Address voter) {
    return votes.stream().filter(vote -> vote.voter().equals(voter)).toList();
  }
}
