package org.sweetwater.indexer.graphql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.graphql.ApiException.Code;

/**
 * Reads, again and again, what a subscriber has not seen yet, each time in the state that one
 * transaction sees. Where a reorganisation has taken back what the subscriber saw, it says so
 * first.
 */
final class ChangeReader {
  /** Changes in one message, and those of the same log as the last of them. */
  static final int CHANGES_MAX = 500;

  private Optional<Position> reached = Optional.empty();
  private boolean hasMore;
  private boolean isEmpty = true;

  /** Whether the last reading found nothing to tell. */
  boolean isEmpty() {
    return isEmpty;
  }

  /** Whether more is there already. */
  boolean hasMore() {
    return hasMore;
  }

  /**
   * The changes since the last reading, as {@code …Change} objects of the API.
   *
   * @param after where the subscriber stood before the first reading; empty to begin with what
   *     comes next
   * @throws ApiException {@code CURSOR_EXPIRED} when no block of the position is known any more
   */
  List<Map<String, @Nullable Object>> read(
      ReadSession session, Entity entity, Map<String, Object> where, Optional<Position> after) {
    Optional<Position> from = reached.or(() -> after);
    NavigableMap<Long, Position.Mark> blocks = session.marks(known(from), Position.DISTANCES);
    Position.Mark head = blocks.lastEntry().getValue();
    List<Position.Mark> older = Position.older(head.number(), blocks);
    Position now = Position.at(head, Position.WHOLE_BLOCK, older);
    isEmpty = true;
    if (from.isEmpty()) {
      // Nothing is read yet, but a wrong filter is to be told now.
      FilterReader.read(entity, where);
      reached = Optional.of(now);
      return List.of();
    }
    List<Map<String, @Nullable Object>> changes = new ArrayList<>();
    Position start = standing(from.get(), blocks);
    if (!start.equals(from.get())) {
      changes.add(change(start, start.block().number(), null));
    }
    List<Row> rows = session.read(entity, () -> session.rows().changes(entity, where, start));
    hasMore = rows.size() >= CHANGES_MAX;
    Position last = now;
    for (Row row : rows) {
      last = Position.at(mark(row), logIndex(row), older);
      changes.add(change(last, null, row));
    }
    reached = Optional.of(hasMore ? last : now);
    isEmpty = changes.isEmpty();
    return changes;
  }

  private static List<Long> known(Optional<Position> from) {
    return from.stream()
        .flatMap(position -> position.marks().stream())
        .map(Position.Mark::number)
        .toList();
  }

  /** The newest block of the position that still stands, with what is older. */
  private static Position standing(Position position, Map<Long, Position.Mark> blocks) {
    List<Position.Mark> marks = position.marks();
    for (int i = 0; i < marks.size(); i++) {
      Position.Mark mark = marks.get(i);
      if (mark.equals(blocks.get(mark.number()))) {
        return i == 0
            ? position
            : new Position(Position.WHOLE_BLOCK, marks.subList(i, marks.size()));
      }
    }
    throw new ApiException(
        Code.CURSOR_EXPIRED,
        "after: a reorganisation took back every block that the cursor knows; read all rows anew"
            + " and subscribe without it");
  }

  private static Position.Mark mark(Row row) {
    return ReadSession.mark(
        number(row, "valid_from_block"), String.valueOf(row.values().get("block_hash")));
  }

  private static int logIndex(Row row) {
    return (int) number(row, "log_index");
  }

  private static long number(Row row, String column) {
    return row.values().get(column) instanceof Number value ? value.longValue() : 0;
  }

  private static Map<String, @Nullable Object> change(
      Position after, @Nullable Long takenBackAbove, @Nullable Row row) {
    Map<String, @Nullable Object> change = new LinkedHashMap<>();
    change.put("cursor", after.encoded());
    change.put("takenBackAbove", takenBackAbove);
    change.put("row", row);
    return change;
  }
}
