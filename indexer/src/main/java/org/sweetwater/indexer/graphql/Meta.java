package org.sweetwater.indexer.graphql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code _meta} tells: the block that an answer rests on, the newest one or a past one.
 *
 * @param number the block's
 * @param header empty for a past block without logs of ours, whose header is not kept
 */
record Meta(ReadSession session, long number, Optional<ReadSession.Head> header) {
  static Meta of(ReadSession session, Optional<Long> past) {
    if (past.isPresent()) {
      return new Meta(session, past.get(), session.findBlock(past.get()));
    }
    ReadSession.Head head = session.head();
    return new Meta(session, head.number(), Optional.of(head));
  }

  Map<String, @Nullable Object> block() {
    Map<String, @Nullable Object> block = new LinkedHashMap<>();
    block.put("number", number);
    block.put("hash", header.map(ReadSession.Head::hash).orElse(null));
    block.put("timestamp", header.map(ReadSession.Head::timestamp).orElse(null));
    return block;
  }

  /** Where a subscription goes on after this answer; null without a header. */
  @Nullable String cursor() {
    if (header.isEmpty()) {
      return null;
    }
    List<Long> wanted = Position.olderThan(number).boxed().toList();
    List<Position.Mark> older = Position.older(number, session.marks(wanted, List.of()));
    return Position.at(header.get().mark(), Position.WHOLE_BLOCK, older).encoded();
  }
}
