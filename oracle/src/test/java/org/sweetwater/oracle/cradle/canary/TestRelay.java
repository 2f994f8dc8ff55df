package org.sweetwater.oracle.cradle.canary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.ballot.Ballots;
import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.EstimateOutcome;
import org.sweetwater.wrappers.chain.Receipt;

/**
 * Empties the outbox onto a {@link CanaryGround} as the relay does, without threads: a dry run for
 * each call that waits, urgent ones first, then one block for all that passed.
 */
final class TestRelay {
  private final Jdbi jdbi;
  private final CanaryGround ground;

  private final Map<String, Long> gas = new HashMap<>();

  private record Row(long id, String kind, Address target, Bytes data) {}

  private record Sent(Row row, Hash32 hash) {}

  TestRelay(Jdbi jdbi, CanaryGround ground) {
    this.jdbi = jdbi;
    this.ground = ground;
  }

  /** One round and one block. */
  void run() {
    List<Sent> sent = new ArrayList<>();
    for (Row row : waiting()) {
      switch (ground.client.estimateGas(Address.ZERO, row.target(), row.data())) {
        case EstimateOutcome.Enough enough ->
            sent.add(new Sent(row, ground.postByRelay(row.target(), row.data())));
        case EstimateOutcome.Reverted(var revert) ->
            end(
                row,
                Rollouts.revertPolicy()
                    .meaningOf(row.kind(), Ballots.errors().decode(revert.data())));
      }
    }
    ground.tick();
    for (Sent each : sent) {
      Optional<Receipt> receipt = ground.client.receipt(each.hash());
      if (receipt.filter(Receipt::succeeded).isPresent()) {
        gas.put(each.row().kind(), receipt.orElseThrow().gasUsed().longValueExact());
        end(each.row().id(), "done");
      }
    }
  }

  /** What the last call of a kind used. */
  long gasOf(String kind) {
    return Objects.requireNonNull(gas.get(kind));
  }

  private void end(Row row, RevertMeaning meaning) {
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
                    """
                    SELECT id, kind, target, calldata FROM oracle.outbox_call
                    WHERE status = 'waiting' ORDER BY urgent DESC, id
                    """)
                .map(
                    (row, context) ->
                        new Row(
                            row.getLong(1),
                            row.getString(2),
                            Address.of(row.getBytes(3)),
                            Bytes.of(row.getBytes(4))))
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
