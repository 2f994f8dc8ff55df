package org.sweetwater.oracle.cradle.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.relay.Outbox;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** The tables of what nodes and attestors posted, and which call carries it. */
final class PostedMessages {
  /** Reports that one look takes up. */
  static final int OPEN_MAX = 500;

  private static final JsonMapper JSON = new JsonMapper();

  private final Jdbi jdbi;
  private final InstantSource clock;

  PostedMessages(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** What became of a message that was to be stored. */
  enum Storing {
    STORED,
    /** The same was there. */
    KNOWN,
    /** Another one was there, and stays. */
    DIFFERENT
  }

  /**
   * A breach as it is stored.
   *
   * @param operator the signing node's; empty for an attestor
   */
  record PostedBreach(
      BreachReport report, Address signer, Optional<Address> operator, Instant receivedAt) {}

  /**
   * Stores a report of the node that the chain has at the report's position. The first one stays,
   * unless it was for a wave that a reorganisation has undone.
   */
  Storing store(NodeReport report, long startedAt) {
    NodeReport.Measurement measurement = report.measurement();
    String message = report.toJson().toString();
    return jdbi.inTransaction(
        handle -> {
          int rows =
              handle
                  .createUpdate(
                      """
                      INSERT INTO oracle.node_report AS present
                        (experiment_id, wave, position, node, started_at, measured_until, message, received_at)
                      VALUES (:id, :wave, :position, :node, :started, :until, :message, :now)
                      ON CONFLICT (experiment_id, wave, position) DO UPDATE
                      SET node = excluded.node, started_at = excluded.started_at,
                          measured_until = excluded.measured_until, message = excluded.message,
                          received_at = excluded.received_at, call_key = NULL, settled_block = NULL
                      WHERE present.node <> excluded.node OR present.started_at <> excluded.started_at
                      """)
                  .bind("id", measurement.experimentId().bytes())
                  .bind("wave", measurement.wave())
                  .bind("position", measurement.position())
                  .bind("node", measurement.node().bytes())
                  .bind("started", startedAt)
                  .bind("until", measurement.measuredUntil())
                  .bind("message", message)
                  .bind("now", clock.instant())
                  .execute();
          return rows == 1 ? Storing.STORED : compare(handle, measurement, message);
        });
  }

  private static Storing compare(Handle handle, NodeReport.Measurement at, String message) {
    return handle
        .createQuery(
            """
            SELECT message FROM oracle.node_report
            WHERE experiment_id = :id AND wave = :wave AND position = :position
            """)
        .bind("id", at.experimentId().bytes())
        .bind("wave", at.wave())
        .bind("position", at.position())
        .mapTo(String.class)
        .findOne()
        .filter(message::equals)
        .map(same -> Storing.KNOWN)
        .orElse(Storing.DIFFERENT);
  }

  /** Reports of a wave that no call carries and that measured until {@code now}, oldest first. */
  List<NodeReport> openReports(Hash32 id, WaveState wave, long now) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT r.message FROM oracle.node_report AS r
                    LEFT JOIN oracle.outbox_call AS c ON c.dedupe_key = r.call_key
                    WHERE r.experiment_id = :id AND r.wave = :wave AND r.started_at = :started
                      AND r.measured_until <= :now AND r.settled_block IS NULL
                      AND (c.status IS NULL OR c.status IN (<ended>))
                    ORDER BY r.measured_until, r.position LIMIT :most
                    """)
                .bind("id", id.bytes())
                .bind("wave", wave.wave())
                .bind("started", wave.startedAt())
                .bind("now", now)
                .bind("most", OPEN_MAX)
                .bindList("ended", Outbox.endedStatuses())
                .mapTo(String.class)
                .map(text -> NodeReport.parse(json(text)))
                .list());
  }

  /** In the transaction that enqueues the call. */
  void carriedBy(Handle transaction, String callKey, List<NodeReport> reports) {
    for (NodeReport report : reports) {
      transaction
          .createUpdate(
              """
              UPDATE oracle.node_report SET call_key = :key
              WHERE experiment_id = :id AND wave = :wave AND position = :position
              """)
          .bind("key", callKey)
          .bind("id", report.measurement().experimentId().bytes())
          .bind("wave", report.measurement().wave())
          .bind("position", report.measurement().position())
          .execute();
    }
  }

  /** Nothing is to be done about these reports, as the chain stands at a block. */
  void settle(List<NodeReport> reports, long block) {
    jdbi.useTransaction(
        handle -> {
          for (NodeReport report : reports) {
            handle
                .createUpdate(
                    """
                    UPDATE oracle.node_report SET settled_block = :block
                    WHERE experiment_id = :id AND wave = :wave AND position = :position
                    """)
                .bind("block", block)
                .bind("id", report.measurement().experimentId().bytes())
                .bind("wave", report.measurement().wave())
                .bind("position", report.measurement().position())
                .execute();
          }
        });
  }

  /** The chain may have gone back: what it said about an experiment's reports is asked again. */
  void unsettle(Hash32 id) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE oracle.node_report SET settled_block = NULL
                    WHERE experiment_id = :id AND settled_block IS NOT NULL
                    """)
                .bind("id", id.bytes())
                .execute());
  }

  /** Stores a breach; of each signer the newest stays. */
  Storing store(BreachReport report, Address signer, Optional<Address> operator) {
    BreachReport.Breach breach = report.breach();
    String message = report.toJson().toString();
    return jdbi.inTransaction(
        handle -> {
          int rows =
              handle
                  .createUpdate(
                      """
                      INSERT INTO oracle.breach_report AS present
                        (experiment_id, wave, signer, operator, window_end, message, received_at)
                      VALUES (:id, :wave, :signer, :operator, :end, :message, :now)
                      ON CONFLICT (experiment_id, wave, signer) DO UPDATE
                      SET operator = excluded.operator, window_end = excluded.window_end,
                          message = excluded.message, received_at = excluded.received_at, call_key = NULL
                      WHERE present.window_end < excluded.window_end
                      """)
                  .bind("id", breach.experimentId().bytes())
                  .bind("wave", breach.wave())
                  .bind("signer", signer.bytes())
                  .bind("operator", operator.map(Address::bytes))
                  .bind("end", breach.windowEnd())
                  .bind("message", message)
                  .bind("now", clock.instant())
                  .execute();
          return rows == 1 ? Storing.STORED : compare(handle, breach, signer, message);
        });
  }

  private static Storing compare(
      Handle handle, BreachReport.Breach breach, Address signer, String message) {
    return handle
        .createQuery(
            """
            SELECT message FROM oracle.breach_report
            WHERE experiment_id = :id AND wave = :wave AND signer = :signer
            """)
        .bind("id", breach.experimentId().bytes())
        .bind("wave", breach.wave())
        .bind("signer", signer.bytes())
        .mapTo(String.class)
        .findOne()
        .filter(message::equals)
        .map(same -> Storing.KNOWN)
        .orElse(Storing.DIFFERENT);
  }

  /** Breaches about a wave whose window ended in a range of seconds and that no call carries. */
  List<PostedBreach> openBreaches(Hash32 id, int wave, long from, long until) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT b.message, b.signer, b.operator, b.received_at FROM oracle.breach_report AS b
                    LEFT JOIN oracle.outbox_call AS c ON c.dedupe_key = b.call_key
                    WHERE b.experiment_id = :id AND b.wave = :wave AND b.window_end BETWEEN :from AND :until
                      AND (c.status IS NULL OR c.status IN (<ended>))
                    ORDER BY b.received_at, b.signer
                    """)
                .bind("id", id.bytes())
                .bind("wave", wave)
                .bind("from", from)
                .bind("until", until)
                .bindList("ended", Outbox.endedStatuses())
                .map(
                    (row, context) ->
                        new PostedBreach(
                            BreachReport.parse(json(row.getString("message"))),
                            Address.of(row.getBytes("signer")),
                            Optional.ofNullable(row.getBytes("operator")).map(Address::of),
                            row.getTimestamp("received_at").toInstant()))
                .list());
  }

  /** In the transaction that enqueues the call. */
  void breachesCarriedBy(Handle transaction, String callKey, List<PostedBreach> breaches) {
    for (PostedBreach posted : breaches) {
      transaction
          .createUpdate(
              """
              UPDATE oracle.breach_report SET call_key = :key
              WHERE experiment_id = :id AND wave = :wave AND signer = :signer AND window_end = :end
              """)
          .bind("key", callKey)
          .bind("id", posted.report().breach().experimentId().bytes())
          .bind("wave", posted.report().breach().wave())
          .bind("signer", posted.signer().bytes())
          .bind("end", posted.report().breach().windowEnd())
          .execute();
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException damaged) {
      throw new IllegalStateException("stored message: expected JSON, found " + text, damaged);
    }
  }
}
