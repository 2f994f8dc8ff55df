package org.sweetwater.oracle.ballot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.oracle.relay.RevertReason;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Empties the outbox onto the fake chain as the relay does: a dry run, one block, and "done" when
 * enough blocks are on top. A rolled-back call is made again.
 */
final class FakeRelay {
  private final Jdbi jdbi;
  private final FakeBallotChain chain;
  private final int confirmations;
  private final Map<Long, Long> minedAt = new HashMap<>();

  private record Row(long id, OutgoingCall call) {}

  FakeRelay(Jdbi jdbi, FakeBallotChain chain, int confirmations) {
    this.jdbi = jdbi;
    this.chain = chain;
    this.confirmations = confirmations;
  }

  /** One round: calls go into the next block, and those deep enough are done. */
  void run() {
    List<OutgoingCall> block = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (Row row : waiting()) {
      Optional<Long> mined = Optional.ofNullable(minedAt.get(row.id()));
      if (mined.isPresent()) {
        if (chain.height() - mined.get() >= confirmations) {
          end(row.id(), "done");
        }
        continue;
      }
      Optional<String> error = chain.tryCall(row.call());
      if (error.isEmpty()) {
        block.add(row.call());
        ids.add(row.id());
      } else {
        judge(row, error.get());
      }
    }
    chain.mine(block);
    ids.forEach(id -> minedAt.put(id, chain.height()));
  }

  /** Forgets what was in blocks that are gone. */
  void rollBack(int count) {
    chain.rollBack(count);
    minedAt.values().removeIf(height -> height > chain.height());
  }

  List<String> kinds() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT kind FROM oracle.outbox_call ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  private void judge(Row row, String error) {
    RevertReason reason = new RevertReason.Custom("SnapshotBallot_" + error, List.of());
    RevertMeaning meaning = new BallotRevertPolicy().meaningOf(row.call().kind(), reason);
    switch (meaning) {
      case ALREADY_DONE -> end(row.id(), "superseded");
      case NEVER -> end(row.id(), "abandoned");
      case NOT_YET -> {}
    }
  }

  private List<Row> waiting() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM oracle.outbox_call WHERE status = 'waiting' ORDER BY id")
                .map(
                    (row, context) ->
                        new Row(
                            row.getLong("id"),
                            new OutgoingCall(
                                row.getString("kind"),
                                Hash32.of(row.getBytes("subject")),
                                Address.of(row.getBytes("target")),
                                Bytes.of(row.getBytes("calldata")),
                                row.getString("dedupe_key"),
                                row.getInt("items"))))
                .list());
  }

  private void end(long id, String status) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("UPDATE oracle.outbox_call SET status = :status WHERE id = :id")
                .bind("status", status)
                .bind("id", id)
                .execute());
  }
}
