package org.sweetwater.oracle.ballot;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.relay.ErrorCatalogue;
import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallOutcome;

/**
 * Empties the outbox onto a {@link Ground} as the relay does, at once and without threads: a dry
 * run, one block for each call, and "done".
 */
final class OutboxOnAnvil {
  private static final Address SENDER = Ground.account(9_999);

  private final Jdbi jdbi;
  private final Ground ground;
  private final ErrorCatalogue errors = BallotRevertPolicy.errors();

  private record Row(long id, String kind, Address target, Bytes data) {}

  OutboxOnAnvil(Jdbi jdbi, Ground ground) {
    this.jdbi = jdbi;
    this.ground = ground;
  }

  /** One round over everything that waits. */
  void run() {
    for (Row row : waiting()) {
      switch (ground.client.call(row.target(), row.data(), BlockTag.LATEST)) {
        case CallOutcome.Returned ignored -> {
          boolean succeeded =
              ground.sendAt(ground.time() + 1, new Ground.Call(SENDER, row.target(), row.data()));
          if (succeeded) {
            end(row.id(), "done");
          }
        }
        case CallOutcome.Reverted(var revert) -> {
          RevertMeaning meaning =
              new BallotRevertPolicy().meaningOf(row.kind(), errors.decode(revert.data()));
          switch (meaning) {
            case ALREADY_DONE -> end(row.id(), "superseded");
            case NEVER -> end(row.id(), "abandoned");
            case NOT_YET -> {}
          }
        }
      }
    }
  }

  /** The kinds of all calls so far, in order. */
  List<String> kinds() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT kind FROM oracle.outbox_call ORDER BY id")
                .mapTo(String.class)
                .list());
  }

  private List<Row> waiting() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT id, kind, target, calldata FROM oracle.outbox_call
                    WHERE status = 'waiting' ORDER BY id
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
