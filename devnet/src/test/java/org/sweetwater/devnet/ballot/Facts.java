package org.sweetwater.devnet.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Facts for tests: a ballot on a track like the ordinary one, and a voter whom nobody heard of. */
final class Facts {
  static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration GRACE = Duration.ofHours(1);
  static final Duration DELAY = Duration.ofDays(1);
  static final Hash32 ID = hash("ballot");
  static final Address VOTER = Address.parse("0x70997970c51812dc3a010c7d01b50e0d17dc79c8");

  private Facts() {}

  static Hash32 hash(String name) {
    return Hash32.keccak(name.getBytes(UTF_8));
  }

  /** At a moment, with a count; decided ones were closed a minute after counting ended. */
  static BallotFacts ballot(
      BallotStatus status, Instant now, BallotFacts.Tally tally, boolean twoThirds) {
    boolean isDecided = status != BallotStatus.OPEN && status != BallotStatus.UNKNOWN;
    return new BallotFacts(
        ID,
        now,
        VOTER,
        twoThirds ? 3 : 1,
        status,
        0,
        100,
        new BallotFacts.Schedule(END.minus(Duration.ofDays(3)), END, END.plus(GRACE), GRACE, DELAY),
        isDecided ? Optional.of(END.plus(GRACE).plusSeconds(60)) : Optional.empty(),
        tally,
        new BallotFacts.Threshold(5, 3, twoThirds),
        VOTER,
        Bytes.parse("0x12345678"),
        hash("action"));
  }

  static BallotFacts open(Instant now) {
    return ballot(BallotStatus.OPEN, now, new BallotFacts.Tally(4, 1, 0, 5), false);
  }

  static BallotFacts voting() {
    return open(END.minusSeconds(3_600));
  }

  /** A member with power, of whom nothing else is known; both services were asked. */
  static VoterFacts silent() {
    return new VoterFacts(
        VOTER,
        member(1, 1),
        List.of(),
        Optional.of(new VoterFacts.Past(1, List.of())),
        Optional.of(List.of()),
        Optional.of(List.of()));
  }

  static VoterFacts.OnChain member(long power, long activeNow) {
    return new VoterFacts.OnChain(
        new VoterFacts.Power(power, 30, 3),
        new VoterFacts.Membership(
            Optional.of(Instant.parse("2026-01-01T00:00:00Z")), activeNow, activeNow, false),
        false);
  }

  static CountedVote vote(String name, Choice choice, long block) {
    return new CountedVote(
        hash(name), VOTER, choice, 1, END.minusSeconds(60), new Place(block, hash("tx"), 7));
  }

  static VoterFacts.Verdict verdict(
      boolean isClaimed, boolean isCountable, String judge, String reason, String detail) {
    return new VoterFacts.Verdict(
        Optional.of(hash("vote")), isClaimed, isCountable, judge, reason, detail);
  }

  static VoterFacts with(VoterFacts voter, VoterFacts.Verdict... verdicts) {
    return new VoterFacts(
        voter.account(),
        voter.onChain(),
        voter.counted(),
        voter.past(),
        Optional.of(List.of(verdicts)),
        voter.shown());
  }

  static VoterFacts with(VoterFacts voter, VoterFacts.OnChain onChain) {
    return new VoterFacts(
        voter.account(), onChain, voter.counted(), voter.past(), voter.verdicts(), voter.shown());
  }

  static VoterFacts with(VoterFacts voter, VoterFacts.Past past) {
    return new VoterFacts(
        voter.account(),
        voter.onChain(),
        voter.counted(),
        Optional.of(past),
        voter.verdicts(),
        voter.shown());
  }

  static VoterFacts counted(CountedVote... votes) {
    VoterFacts voter = silent();
    return new VoterFacts(
        voter.account(),
        voter.onChain(),
        List.of(votes),
        voter.past(),
        voter.verdicts(),
        voter.shown());
  }

  /** As {@link #silent}, with nobody but the chain to ask. */
  static VoterFacts unasked() {
    return new VoterFacts(
        VOTER, member(1, 1), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static VoterFacts shownByHub() {
    VoterFacts voter = silent();
    return new VoterFacts(
        voter.account(),
        voter.onChain(),
        voter.counted(),
        voter.past(),
        voter.verdicts(),
        Optional.of(List.of(new VoterFacts.HubVote(hash("vote"), 1, END.minusSeconds(60)))));
  }
}
