package org.sweetwater.oracle.relay;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.sweetwater.wrappers.Hash32;

/**
 * Where features leave the calls they want made. A call is written in the transaction of the
 * decision behind it, so that there is never one without the other.
 */
public final class Outbox {
  private final InstantSource clock;

  /** An outbox that dates calls by this clock. */
  public Outbox(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Enqueues a call in the caller's transaction; does nothing when its key is already there,
   * whatever became of that call.
   *
   * @return the state of the call under this key
   */
  public CallState enqueue(Handle transaction, OutgoingCall call) {
    var now = clock.instant();
    transaction
        .createUpdate(
            """
            INSERT INTO oracle.outbox_call
              (dedupe_key, kind, subject, target, calldata, items, urgent, status, next_try_at, created_at, updated_at)
            VALUES (:key, :kind, :subject, :target, :calldata, :items, :urgent, 'waiting', :now, :now, :now)
            ON CONFLICT (dedupe_key) DO NOTHING
            """)
        .bind("key", call.dedupeKey())
        .bind("kind", call.kind())
        .bind("subject", call.subject().bytes())
        .bind("target", call.target().bytes())
        .bind("calldata", call.calldata().bytes())
        .bind("items", call.items())
        .bind("urgent", call.urgent())
        .bind("now", now)
        .execute();
    return find(transaction, call.dedupeKey())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "outbox: call '%s' is not there after its insertion"
                        .formatted(call.dedupeKey())));
  }

  /** What became of the call under a key; empty when none was enqueued. */
  public Optional<CallState> find(Handle handle, String dedupeKey) {
    return handle
        .createQuery("SELECT id, status, reason FROM oracle.outbox_call WHERE dedupe_key = :key")
        .bind("key", dedupeKey)
        .map(
            (row, context) ->
                new CallState(
                    row.getLong("id"),
                    CallStatus.fromSql(row.getString("status")),
                    Optional.ofNullable(row.getString("reason"))))
        .findOne();
  }

  /** The keys of the calls about a subject with which the relay has nothing left to do. */
  public List<String> ended(Handle handle, Hash32 subject) {
    return handle
        .createQuery(
            """
            SELECT dedupe_key FROM oracle.outbox_call WHERE subject = :subject AND status IN (<ended>)
            ORDER BY id
            """)
        .bind("subject", subject.bytes())
        .bindList("ended", endedStatuses())
        .mapTo(String.class)
        .list();
  }

  /** In SQL: the states of calls with which the relay has nothing left to do. */
  public static List<String> endedStatuses() {
    return Stream.of(CallStatus.values()).filter(CallStatus::isFinal).map(CallStatus::sql).toList();
  }
}
