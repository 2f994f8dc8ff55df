package org.sweetwater.oracle.recount;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/** The rules of a ballot, one by one, as they are written in the rules. */
class CountTest {
  private static final long START = 1_000;
  private static final long END = 2_000;
  private static final long GRACE = 100;

  private final List<LogEntry> registry = new ArrayList<>();

  private Count count(long quorumBps, long votersMin, boolean twoThirds) {
    return new Count(
        new Terms(START, END, GRACE, quorumBps, votersMin, twoThirds), Electorate.at(9, registry));
  }

  private static Address account(int number) {
    return Address.fromWord(Hash32.fromUnsigned(BigInteger.valueOf(number)));
  }

  private static Paper vote(int voter, int choice, long timestamp, int id) {
    Hash32 hash = Hash32.fromUnsigned(BigInteger.valueOf(id));
    return new Paper(hash, account(voter), choice, timestamp, Set.of());
  }

  /** Operators from {@code first} to {@code last} get a node each in block 1. */
  private void nodes(int first, int last) {
    for (int operator = first; operator <= last; operator++) {
      event(1, "NodeActivated(address,address)", 10_000 + operator, operator);
    }
  }

  private void event(long block, String signature, int... topics) {
    List<Hash32> all = new ArrayList<>();
    all.add(Hash32.keccak(signature.getBytes(US_ASCII)));
    for (int topic : topics) {
      all.add(account(topic).toWord());
    }
    registry.add(
        new LogEntry(
            new BlockRef(block, Hash32.ZERO), Hash32.ZERO, 0, 0, Address.ZERO, all, Bytes.EMPTY));
  }

  @Test
  void powerIsWhatHappenedToEachNodeUntilTheSnapshot() {
    nodes(1, 4);
    event(2, "NodeSuspended(address,address,uint64,bool)", 10_001, 1);
    event(3, "NodeQuarantined(address,address)", 10_002, 2);
    event(4, "NodeReinstated(address,address)", 10_001, 1);
    event(5, "OperatorRevoked(address)", 3);
    event(10, "NodeLeft(address,address)", 10_004, 4);
    assertThat(Electorate.at(1, registry).total()).isEqualTo(4);
    assertThat(Electorate.at(3, registry).total()).isEqualTo(2);
    Electorate snapshot = Electorate.at(9, registry);
    assertThat(snapshot.total()).isEqualTo(2);
    assertThat(snapshot.power(account(1))).isOne();
    assertThat(snapshot.power(account(2))).isZero();
    assertThat(snapshot.power(account(3))).isZero();
    assertThat(snapshot.power(account(4))).isOne();
    assertThat(Electorate.at(10, registry).power(account(4))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "19,1", "20,2", "29,2", "30,3", "100,5"})
  void powerIsCappedAtATenth(int total, long power) {
    int nodesOfOne = Math.min(5, total);
    for (int node = 0; node < nodesOfOne; node++) {
      event(1, "NodeActivated(address,address)", 20_000 + node, 1);
    }
    nodes(2, 1 + total - nodesOfOne);
    assertThat(Electorate.at(9, registry).power(account(1))).isEqualTo(power);
  }

  @Test
  void aLaterVoteReplacesAnEarlierOneAndTheIdDecidesATie() {
    nodes(1, 3);
    Count count = count(0, 0, false);
    assertThat(count.bring(1_500, List.of(vote(1, 1, 1_400, 5)))).hasSize(1);
    assertThat(count.bring(1_500, List.of(vote(1, 2, 1_399, 9)))).isEmpty();
    assertThat(count.bring(1_500, List.of(vote(1, 2, 1_400, 4)))).isEmpty();
    assertThat(count.bring(1_500, List.of(vote(1, 2, 1_400, 6)))).hasSize(1);
    assertThat(count.bring(1_500, List.of(vote(1, 2, 1_400, 6)))).isEmpty();
    assertThat(count.result()).isEqualTo(new Result(0, 1, 0, 1, false));
  }

  @Test
  void aVoteDatedAheadOrWithoutPowerOrWithAFlawDoesNotCount() {
    nodes(1, 3);
    Count count = count(0, 0, false);
    assertThat(count.bring(1_500, List.of(vote(1, 1, 1_801, 1)))).isEmpty();
    assertThat(count.bring(1_500, List.of(vote(1, 1, 1_800, 1)))).hasSize(1);
    assertThat(count.bring(1_500, List.of(vote(9, 1, 1_500, 2)))).isEmpty();
    Paper forged = new Paper(Hash32.ZERO, account(2), 1, 1_500, Set.of(Flaw.SIGNATURE));
    assertThat(count.bring(1_500, List.of(forged))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // for, against, abstain, quorum in bps of 20, least voters, two thirds, passes
    "1,0,0,500,0,false,true",
    "1,0,0,501,0,false,false",
    "2,0,0,501,0,false,true",
    "5,5,0,0,0,false,false",
    "6,5,0,0,0,false,true",
    "6,3,0,0,0,true,true",
    "5,3,0,0,0,true,false",
    "0,0,9,0,0,true,false",
    "1,0,9,5000,0,true,true",
    "3,0,0,0,4,false,false",
    "3,0,1,0,4,false,true",
  })
  void passesByQuorumMajorityAndVoters(
      int votesFor,
      int against,
      int abstain,
      long quorumBps,
      long votersMin,
      boolean twoThirds,
      boolean passes) {
    nodes(1, 20);
    Count count = count(quorumBps, votersMin, twoThirds);
    List<Paper> votes = new ArrayList<>();
    for (int voter = 1; voter <= votesFor + against + abstain; voter++) {
      int choice = voter <= votesFor ? 1 : voter <= votesFor + against ? 2 : 3;
      votes.add(vote(voter, choice, 1_500, voter));
    }
    count.bring(1_500, votes);
    assertThat(count.result().passes()).isEqualTo(passes);
  }

  @Test
  void aLateTurnExtendsTheCountingThreeTimesAtMost() {
    nodes(1, 5);
    Count count = count(0, 0, false);
    count.bring(END, List.of(vote(1, 1, 1_500, 1)));
    assertThat(count.countUntil()).isEqualTo(END + GRACE);
    for (int turn = 1; turn <= 4; turn++) {
      int choice = turn % 2 == 1 ? 2 : 1;
      assertThat(count.bring(END + 1, List.of(vote(1, choice, 1_500 + turn, 1)))).hasSize(1);
      assertThat(count.extensions()).isEqualTo(Math.min(turn, 3));
    }
    assertThat(count.countUntil()).isEqualTo(END + 4 * GRACE);
  }

  @Test
  void aLateVoteThatTurnsNothingExtendsNothing() {
    nodes(1, 5);
    Count count = count(0, 0, false);
    count.bring(END + 1, List.of(vote(1, 2, 1_500, 1)));
    assertThat(count.extensions()).isZero();
  }

  @Test
  void nothingCountsAfterTheCounting() {
    nodes(1, 5);
    Count count = count(0, 0, false);
    assertThat(count.bring(END + GRACE, List.of(vote(1, 2, 1_500, 1)))).hasSize(1);
    assertThat(count.bring(END + GRACE + 1, List.of(vote(2, 2, 1_500, 2)))).isEmpty();
  }
}
