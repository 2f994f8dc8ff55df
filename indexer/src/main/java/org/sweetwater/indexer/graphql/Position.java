package org.sweetwater.indexer.graphql;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.sweetwater.indexer.graphql.ApiException.Code;

/**
 * How far a subscriber has read: up to a log of a block. With the block's hash and those of some
 * older ones it can be told later what a reorganisation took back, also by a server that was
 * restarted or is another one (Bitcoin's block locator does the same).
 *
 * @param logIndex the last log that was read of the first mark's block; {@link #WHOLE_BLOCK} when
 *     none is left
 * @param marks the block, then older ones, newest first; at least one
 */
record Position(int logIndex, List<Mark> marks) {
  static final int WHOLE_BLOCK = Integer.MAX_VALUE;

  /** How far before the head older blocks are marked. */
  static final List<Long> DISTANCES = List.of(1L, 4L, 16L, 64L, 256L, 1_023L);

  private static final byte VERSION = 1;
  private static final int MARKS_MAX = 16;
  private static final int MARK_BYTES = Integer.BYTES + Long.BYTES;

  /** A block by its number and the first eight bytes of its hash, which nobody forges by chance. */
  record Mark(long number, long hashStart) {}

  Position {
    marks = List.copyOf(marks);
    if (marks.isEmpty()) {
      throw new IllegalArgumentException("a position needs a block");
    }
  }

  Mark block() {
    return marks.getFirst();
  }

  /** The numbers of the older blocks that a position at this block marks. */
  static LongStream olderThan(long block) {
    return DISTANCES.stream().mapToLong(distance -> block - distance).filter(number -> number >= 0);
  }

  /** Those of the known blocks that a position at this block marks. */
  static List<Mark> older(long block, Map<Long, Mark> known) {
    return olderThan(block).mapToObj(known::get).flatMap(Stream::ofNullable).toList();
  }

  /** The position at a log of a block, with those of these marks that are older. */
  static Position at(Mark block, int logIndex, List<Mark> older) {
    List<Mark> marks = new ArrayList<>();
    marks.add(block);
    older.stream().filter(mark -> mark.number() < block.number()).forEach(marks::add);
    return new Position(logIndex, marks);
  }

  /** An opaque text that URLs take as it is. */
  String encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(1 + Integer.BYTES + marks.size() * MARK_BYTES);
    bytes.put(VERSION).putInt(logIndex);
    marks.forEach(mark -> bytes.putInt((int) mark.number()).putLong(mark.hashStart()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads what {@link #encoded} wrote.
   *
   * @throws ApiException when it is anything else
   */
  static Position parse(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.get() != VERSION || bytes.remaining() > Integer.BYTES + MARKS_MAX * MARK_BYTES) {
        throw bad();
      }
      int logIndex = bytes.getInt();
      List<Mark> marks = new ArrayList<>();
      while (bytes.hasRemaining()) {
        marks.add(new Mark(bytes.getInt(), bytes.getLong()));
      }
      return new Position(logIndex, marks);
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      ApiException bad = bad();
      bad.initCause(e);
      throw bad;
    }
  }

  private static ApiException bad() {
    return new ApiException(
        Code.BAD_CURSOR, "after: expected a cursor that this API gave; leave it out to start anew");
  }
}
