package org.sweetwater.oracle.ballot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.wrappers.Hash32;

/** How far each proposal has come: table {@code oracle.ballot_progress}. */
final class ProgressStore {
  private static final String COLUMNS =
      "proposal_id, stage, code, detail, votes_seq, counted_at, tries, not_before, first_seen_at";

  /** Proposals of one round. A hub can list any number; open ballots are at most 3 an author. */
  private static final int DUE_MAX = 200;

  /** Proposals that wait and whose votes are read all the same. */
  private static final int WATCHED_WAITING_MAX = 50;

  private static final int UNREADABLE_MAX = 1_000;

  private final Jdbi jdbi;
  private final InstantSource clock;

  ProgressStore(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Takes up the proposals that are new in the archive. */
  int takeUp() {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO oracle.ballot_progress
                      (proposal_id, stage, code, detail, not_before, first_seen_at, updated_at)
                    SELECT DISTINCT m.id, 'waiting', 'NEW', 'not looked at yet', :now::timestamptz,
                      :now::timestamptz, :now::timestamptz
                    FROM oracle.message AS m
                    WHERE m.kind = 'proposal'
                      AND NOT EXISTS (
                        SELECT FROM oracle.ballot_progress AS p
                        WHERE p.proposal_id = m.id AND p.stage <> 'unreadable')
                    ON CONFLICT (proposal_id) DO UPDATE
                      SET stage = excluded.stage, code = excluded.code, detail = excluded.detail
                    """)
                .bind("now", clock.instant())
                .execute());
  }

  /** Notes a proposal that a hub lists without a message; a hub cannot make this grow for ever. */
  void unreadable(Hash32 id, Reason reason) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO oracle.ballot_progress
                      (proposal_id, stage, code, detail, not_before, first_seen_at, updated_at)
                    SELECT :id, 'unreadable', :code, :detail, :now::timestamptz, :now::timestamptz,
                      :now::timestamptz
                    WHERE (SELECT count(*) FROM oracle.ballot_progress WHERE stage = 'unreadable') < :max
                    ON CONFLICT (proposal_id) DO NOTHING
                    """)
                .bind("id", id.bytes())
                .bind("code", reason.code())
                .bind("detail", reason.detail())
                .bind("now", clock.instant())
                .bind("max", UNREADABLE_MAX)
                .execute());
  }

  /**
   * The proposals whose time has come, at most {@value #DUE_MAX}: open ballots first, then those
   * that were not looked at for longest.
   */
  List<Progress> due() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT %s FROM oracle.ballot_progress
                    WHERE stage NOT IN ('unreadable', 'done', 'refused') AND not_before <= :now
                    ORDER BY
                      CASE stage WHEN 'counting' THEN 0 WHEN 'closing' THEN 1 WHEN 'passed' THEN 2 ELSE 3 END,
                      not_before, proposal_id
                    LIMIT :limit
                    """
                        .formatted(COLUMNS))
                .bind("limit", DUE_MAX)
                .bind("now", clock.instant())
                .map((row, context) -> progress(row))
                .list());
  }

  /** One proposal's progress; empty while it has not been taken up. */
  Optional<Progress> find(Hash32 id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT %s FROM oracle.ballot_progress WHERE proposal_id = :id"
                        .formatted(COLUMNS))
                .bind("id", id.bytes())
                .map((row, context) -> progress(row))
                .findOne());
  }

  /** All proposals, newest first, at most {@code limit}. */
  List<Progress> newest(int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT %s FROM oracle.ballot_progress ORDER BY first_seen_at DESC, proposal_id LIMIT :limit"
                        .formatted(COLUMNS))
                .bind("limit", limit)
                .map((row, context) -> progress(row))
                .list());
  }

  /** How many proposals are in each stage; a stage without any is absent. */
  Map<Stage, Long> countByStage() {
    Map<Stage, Long> counts = new EnumMap<>(Stage.class);
    jdbi.useHandle(
        handle ->
            handle
                .createQuery("SELECT stage, count(*) FROM oracle.ballot_progress GROUP BY stage")
                .map((row, context) -> counts.put(Stage.fromSql(row.getString(1)), row.getLong(2)))
                .list());
    return counts;
  }

  /** The proposals whose votes are still of use. */
  List<Hash32> watched() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT proposal_id FROM oracle.ballot_progress WHERE stage = 'counting'
                    UNION ALL
                    (SELECT proposal_id FROM oracle.ballot_progress WHERE stage = 'waiting'
                     ORDER BY first_seen_at DESC, proposal_id LIMIT :waiting)
                    """)
                .bind("waiting", WATCHED_WAITING_MAX)
                .map((row, context) -> Hash32.of(row.getBytes(1)))
                .list());
  }

  /** Notes where a proposal stands; nothing is written when that is known. */
  void note(Handle handle, Hash32 id, Stage stage, Reason reason) {
    handle
        .createUpdate(
            """
            UPDATE oracle.ballot_progress
            SET stage = :stage, code = :code, detail = :detail, updated_at = :now
            WHERE proposal_id = :id AND (stage, code, detail) IS DISTINCT FROM (:stage, :code, :detail)
            """)
        .bind("id", id.bytes())
        .bind("stage", stage.sql())
        .bind("code", reason.code())
        .bind("detail", reason.detail())
        .bind("now", clock.instant())
        .execute();
  }

  /** As {@link #note(Handle, Hash32, Stage, Reason)}, by itself. */
  void note(Hash32 id, Stage stage, Reason reason) {
    jdbi.useHandle(handle -> note(handle, id, stage, reason));
  }

  /** Looks again later. */
  void postpone(Hash32 id, Instant notBefore) {
    jdbi.useHandle(handle -> set(handle, "not_before = :value", id, notBefore));
  }

  /** A step was tried in vain: the next try gets a new name, and comes later. */
  void retry(Handle handle, Hash32 id, Instant notBefore) {
    set(handle, "tries = tries + 1, not_before = :value", id, notBefore);
  }

  /** Votes up to this one are judged. */
  void judged(Handle handle, Hash32 id, long seq) {
    handle
        .createUpdate(
            """
            UPDATE oracle.ballot_progress SET votes_seq = :seq, updated_at = :now
            WHERE proposal_id = :id AND votes_seq < :seq
            """)
        .bind("id", id.bytes())
        .bind("seq", seq)
        .bind("now", clock.instant())
        .execute();
  }

  /** Votes were handed to the outbox now. */
  void counted(Handle handle, Hash32 id) {
    set(handle, "counted_at = :value", id, clock.instant());
  }

  private void set(Handle handle, String assignment, Hash32 id, Instant value) {
    handle
        .createUpdate(
            "UPDATE oracle.ballot_progress SET %s, updated_at = :now WHERE proposal_id = :id"
                .formatted(assignment))
        .bind("id", id.bytes())
        .bind("value", value)
        .bind("now", clock.instant())
        .execute();
  }

  private static Progress progress(ResultSet row) throws SQLException {
    return new Progress(
        Hash32.of(row.getBytes("proposal_id")),
        Stage.fromSql(row.getString("stage")),
        new Reason(row.getString("code"), row.getString("detail")),
        row.getLong("votes_seq"),
        Optional.ofNullable(row.getTimestamp("counted_at")).map(time -> time.toInstant()),
        row.getInt("tries"),
        row.getTimestamp("not_before").toInstant(),
        row.getTimestamp("first_seen_at").toInstant());
  }
}
