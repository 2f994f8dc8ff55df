package org.sweetwater.bench.indexer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/**
 * The events that every indexer reads: elections one after the other, in each of which every voter
 * but one votes once, in an order of its own.
 *
 * <p>They are events of our SnapshotBallot: one {@code BallotOpened}, then {@code VoteCounted}. The
 * same numbers give the same events.
 */
final class Workload {
  static final int EVENTS_PER_BLOCK = 25;

  /** Any addresses do: what is there comes from {@link AnvilNode} or {@link LogServer}. */
  static final Deployment DEPLOYMENT =
      new Deployment(
          31_337,
          1,
          "bench.eth",
          Address.parse("0x00000000000000000000000000000000000000a0"),
          Address.parse("0x00000000000000000000000000000000000000a1"),
          Address.parse("0x00000000000000000000000000000000000000a4"),
          Address.parse("0x00000000000000000000000000000000000000a2"),
          Address.parse("0x00000000000000000000000000000000000000a4"),
          Address.parse("0x00000000000000000000000000000000000000a3"),
          false);

  static final String OPENED =
      digits(
          keccak(
              "BallotOpened(bytes32,address,uint8,uint64,uint64,uint64,uint64,uint64,uint32,bool,uint64)"));
  static final String COUNTED =
      digits(keccak("VoteCounted(bytes32,address,bytes32,uint8,uint64,uint64)"));

  private static final long FIRST_SECOND = 1_700_000_000L;

  /** Makes the order of voters differ from ballot to ballot. */
  private static final int STRIDE = 7;

  private static final int SHIFT = 13;
  private static final int POWER_MAX = 1_000;
  private static final int CHOICES = 3;
  private static final HexFormat HEX = HexFormat.of();

  private final int blocks;
  private final List<String> voters;

  /**
   * The events of a chain.
   *
   * @param blocks with {@link #EVENTS_PER_BLOCK} events each, from block 1 on
   * @param voters accounts that vote; {@link #EVENTS_PER_BLOCK} divides them, and 7 does not
   */
  Workload(int blocks, int voters) {
    if (blocks < 1
        || voters < EVENTS_PER_BLOCK
        || voters % EVENTS_PER_BLOCK != 0
        || voters % STRIDE == 0) {
      throw new IllegalArgumentException(
          "workload: expected a block, and voters that %d divides and %d does not; found %d blocks, %d voters"
              .formatted(EVENTS_PER_BLOCK, STRIDE, blocks, voters));
    }
    this.blocks = blocks;
    this.voters =
        IntStream.range(0, voters)
            .mapToObj(i -> "0".repeat(24) + digits(keccak("voter " + i)).substring(24))
            .toList();
  }

  /**
   * One event.
   *
   * @param topics 64 hex digits each
   * @param data hex digits
   */
  record Emission(List<String> topics, String data) {}

  int blocks() {
    return blocks;
  }

  long events() {
    return (long) blocks * EVENTS_PER_BLOCK;
  }

  /** How many ballots are opened. */
  long ballots() {
    return (events() + voters.size() - 1) / voters.size();
  }

  /** The events of block {@code number}, which is 1 to {@link #blocks}. */
  List<Emission> block(long number) {
    long first = (number - 1) * EVENTS_PER_BLOCK;
    String ballot = digits(keccak("ballot " + first / voters.size()));
    return LongStream.range(first, first + EVENTS_PER_BLOCK)
        .mapToObj(index -> event(ballot, index))
        .toList();
  }

  private Emission event(String ballot, long index) {
    int place = (int) (index % voters.size());
    return place == 0 ? opened(ballot) : counted(ballot, place, index);
  }

  private static Emission opened(String ballot) {
    String data =
        word(1)
            + word(FIRST_SECOND)
            + word(FIRST_SECOND + 1_000)
            + word(FIRST_SECOND + 2_000)
            + word(1_000)
            + word(3)
            + word(0)
            + word(60);
    return new Emission(List.of(OPENED, ballot, word(0xf0), word(1)), data);
  }

  private Emission counted(String ballot, int place, long index) {
    SplittableRandom random = new SplittableRandom(index);
    long shift = index / voters.size() * SHIFT;
    int voter = (int) (((long) place * STRIDE + shift) % voters.size());
    byte[] voteId = new byte[Hash32.LENGTH];
    random.nextBytes(voteId);
    String data =
        HEX.formatHex(voteId)
            + word(1L + random.nextInt(CHOICES))
            + word(1L + random.nextInt(POWER_MAX))
            + word(FIRST_SECOND + place);
    return new Emission(List.of(COUNTED, ballot, voters.get(voter)), data);
  }

  private static Hash32 keccak(String text) {
    return Hash32.keccak(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String digits(Hash32 hash) {
    return hash.hex().substring(2);
  }

  private static String word(long number) {
    return HEX.toHexDigits(0L, 16).repeat(3) + HEX.toHexDigits(number, 16);
  }
}
