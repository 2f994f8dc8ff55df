package org.sweetwater.indexer.project;

import java.time.Instant;
import java.util.Optional;
import org.sweetwater.wrappers.Address;

/**
 * What an account did in all ballots together.
 *
 * @param ballots in how many a vote of the account stands
 * @param powerCast the power of those votes together
 * @param votesCounted how many votes were ever counted, replaced ones included
 * @param lastCountedAt when the last of them was counted
 */
public record VoterRow(
    Address id, long ballots, long powerCast, long votesCounted, Instant lastCountedAt)
    implements Row.Versioned {
  static Key key(Address id) {
    return Key.of(VoterRow.class, id);
  }

  @Override
  public Key key() {
    return key(id);
  }

  static VoterRow none(Address id, Instant at) {
    return new VoterRow(id, 0, 0, 0, at);
  }

  VoterRow counted(Optional<VoteRow> previous, VoteRow next, Instant at) {
    return new VoterRow(
        id,
        ballots + (previous.isPresent() ? 0 : 1),
        powerCast - previous.map(VoteRow::power).orElse(0L) + next.power(),
        votesCounted + 1,
        at);
  }
}
