package org.sweetwater.oracle.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** Reads what the hub shows; a row is a map from GraphQL's field names. Blocks. */
final class HubQueries {
  private static final JsonMapper JSON = new JsonMapper();

  /** CIDv1, raw, sha2-256, base32. */
  private static final Pattern CID = Pattern.compile("bafkrei[a-z2-7]{52}");

  private static final String PROPOSAL =
      """
      SELECT p.*, extract(epoch FROM p.scored_at)::bigint AS scored FROM oracle.hub_proposal p
      """;
  private static final String VOTE =
      """
      SELECT v.* FROM oracle.hub_vote v
      JOIN oracle.hub_proposal p ON p.id = v.proposal AND p.deleted_at IS NULL
      """;
  private static final String MESSAGE = "SELECT m.* FROM oracle.hub_message m\n";

  private final Jdbi jdbi;
  private final SpaceView space;
  private final Clock clock;
  private final int timeoutSeconds;

  HubQueries(Jdbi jdbi, SpaceView space, Clock clock, Duration timeout) {
    this.jdbi = jdbi;
    this.space = space;
    this.clock = clock;
    this.timeoutSeconds = (int) timeout.toSeconds();
  }

  /** A row as GraphQL shows it. */
  record Row(Map<String, @Nullable Object> fields) {}

  Optional<Row> findProposal(String id) {
    return proposals(only(id)).stream().findFirst();
  }

  Optional<Row> findVote(String id) {
    return votes(only(id)).stream().findFirst();
  }

  private static Page only(String id) {
    return new Page(1, 0, Map.of("id", id), "", false);
  }

  List<Row> proposals(Page page) {
    long now = clock.instant().getEpochSecond();
    Where where = new Where("p.deleted_at IS NULL").filter(Columns.PROPOSALS, page);
    if (page.where().get("title_contains") instanceof String part) {
      where.and("position(lower(?) IN lower(p.title)) > 0", part.replace("\0", ""));
    }
    if (page.where().get("plugins_contains") instanceof String part) {
      where.and("position(? IN p.plugins) > 0", part.replace("\0", ""));
    }
    if (page.where().get("state") instanceof String state) {
      filterState(where, state, now);
    }
    return select(PROPOSAL, where, Columns.PROPOSALS, page, (row, context) -> proposal(row, now));
  }

  /** The state is that of the moment, with Snapshot's strict comparisons. */
  private static void filterState(Where where, String state, long now) {
    switch (state) {
      case "pending" -> where.and("p.opens >= ?", now);
      case "active" -> where.and("p.opens < ?", now).and("p.closes >= ?", now);
      case "closed" -> where.and("p.closes < ?", now);
      default -> {}
    }
  }

  List<Row> votes(Page page) {
    Where where = new Where("true").filter(Columns.VOTES, page);
    return select(VOTE, where, Columns.VOTES, page, (row, context) -> vote(row));
  }

  List<Row> messages(Page page) {
    Where where = new Where("true").filter(Columns.MESSAGES, page);
    return select(MESSAGE, where, Columns.MESSAGES, page, (row, context) -> message(row));
  }

  /** Our space, when the filter lets it through. */
  List<Row> spaces(Page page) {
    boolean hit =
        page.where().entrySet().stream()
            .allMatch(entry -> isOurs(entry.getKey(), entry.getValue()));
    return hit && page.first() > 0 && page.skip() == 0 ? List.of(spaceRow()) : List.of();
  }

  private boolean isOurs(String filter, Object value) {
    return switch (filter) {
      case "id" -> space.id().equals(value);
      case "id_in" -> ((Collection<?>) value).contains(space.id());
      default -> throw new IllegalStateException("filter " + filter + " is not in the schema");
    };
  }

  /** The space with its counts. */
  Row spaceRow() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) AS proposals, coalesce(sum(votes), 0) AS votes
                    FROM oracle.hub_proposal WHERE deleted_at IS NULL
                    """)
                .map((row, context) -> new Row(space.fields(row.getInt(1), row.getInt(2))))
                .one());
  }

  /** The block at which a proposal's power is read; empty when unknown. */
  Optional<Long> findSnapshot(String proposal) {
    return findProposal(proposal).map(row -> ((Number) snapshotOf(row)).longValue());
  }

  private static Object snapshotOf(Row row) {
    Object snapshot = row.fields().get("snapshot");
    if (snapshot == null) {
      throw new IllegalStateException("a proposal without snapshot: " + row.fields().get("id"));
    }
    return snapshot;
  }

  /** The pinned text that has this CID; empty for any text that is no CIDv1 of ours. */
  Optional<String> findPinned(String cid) {
    if (!CID.matcher(cid).matches()) {
      return Optional.empty();
    }
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT pinned FROM oracle.hub_message WHERE ipfs = ?")
                .bind(0, cid)
                .mapTo(String.class)
                .findOne());
  }

  /** Asks the database for nothing; fails when it does not answer. */
  void probe() {
    jdbi.useHandle(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
  }

  private List<Row> select(
      String from, Where where, Columns columns, Page page, RowMapper<Row> mapper) {
    String direction = page.ascending() ? "ASC" : "DESC";
    String column =
        columns.orders().getOrDefault(page.orderBy(), columns.orders().get(columns.defaultOrder()));
    String sql =
        "%sWHERE %s ORDER BY %s %s, %s %s LIMIT ? OFFSET ?"
            .formatted(from, where.sql(), column, direction, columns.tieBreak(), direction);
    return jdbi.withHandle(
        handle -> {
          Query query = handle.createQuery(sql).setQueryTimeout(timeoutSeconds);
          int next = where.bind(query);
          return query.bind(next, page.first()).bind(next + 1, page.skip()).map(mapper).list();
        });
  }

  private Row proposal(ResultSet row, long now) throws SQLException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", hash(row, "id").hex());
    fields.put("ipfs", row.getString("ipfs"));
    fields.put("author", address(row, "author").checksummed());
    fields.put("created", row.getLong("created"));
    fields.put("updated", null);
    fields.put("network", space.network());
    fields.put("symbol", space.symbol());
    fields.put("type", row.getString("type"));
    fields.put("strategies", space.strategies());
    fields.put("validation", SpaceView.ANY_VALIDATION);
    fields.put("plugins", json(row.getString("plugins")));
    for (String text : List.of("title", "body", "discussion", "app")) {
      fields.put(text, row.getString(text));
    }
    fields.put("choices", texts(row, "choices"));
    fields.put("labels", texts(row, "labels"));
    fields.put("start", row.getLong("opens"));
    fields.put("end", row.getLong("closes"));
    fields.put("snapshot", row.getLong("snapshot"));
    fields.put("quorum", 0);
    fields.put("quorumType", "default");
    fields.put("privacy", "");
    fields.put("state", stateOf(row.getLong("opens"), row.getLong("closes"), now));
    putScores(fields, row, now);
    fields.put("flagged", false);
    fields.put("flagCode", 0);
    return new Row(fields);
  }

  private static void putScores(Map<String, @Nullable Object> fields, ResultSet row, long now)
      throws SQLException {
    List<Double> scores =
        List.of(
            row.getDouble("votes_for"),
            row.getDouble("votes_against"),
            row.getDouble("votes_abstain"));
    fields.put("scores", scores);
    fields.put("scores_by_strategy", scores.stream().map(List::of).toList());
    fields.put("scores_state", row.getLong("closes") < now ? "final" : "pending");
    fields.put("scores_total", scores.stream().mapToDouble(Double::doubleValue).sum());
    fields.put("scores_updated", row.getLong("scored"));
    fields.put("scores_total_value", 0);
    fields.put("votes", row.getInt("votes"));
  }

  static String stateOf(long opens, long closes, long now) {
    if (now > closes) {
      return "closed";
    }
    return now > opens ? "active" : "pending";
  }

  private static Row vote(ResultSet row) throws SQLException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", hash(row, "id").hex());
    fields.put("ipfs", row.getString("ipfs"));
    fields.put("voter", address(row, "voter").checksummed());
    fields.put("created", row.getLong("created"));
    fields.put("proposal", hash(row, "proposal").hex());
    fields.put("choice", row.getInt("choice"));
    fields.put("metadata", json(row.getString("metadata")));
    fields.put("reason", row.getString("reason"));
    fields.put("app", row.getString("app"));
    double power = row.getDouble("power");
    fields.put("vp", power);
    fields.put("vp_by_strategy", List.of(power));
    fields.put("vp_state", "final");
    fields.put("vp_value", 0);
    return new Row(fields);
  }

  private static Row message(ResultSet row) throws SQLException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("mci", row.getLong("mci"));
    fields.put("id", hash(row, "id").hex());
    fields.put("address", address(row, "address").checksummed());
    fields.put("version", "0.1.4");
    fields.put("timestamp", row.getLong("timestamp"));
    for (String text : List.of("ipfs", "space", "type", "sig", "receipt")) {
      fields.put(text, row.getString(text));
    }
    return new Row(fields);
  }

  private static Hash32 hash(ResultSet row, String column) throws SQLException {
    return Hash32.of(row.getBytes(column));
  }

  private static Address address(ResultSet row, String column) throws SQLException {
    return Address.of(row.getBytes(column));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  /** Signed JSON text as a value; the empty object when it is none, as Snapshot's hub does. */
  private static Object json(String text) {
    try {
      Object value = JSON.readValue(text, Object.class);
      return value == null ? Map.of() : value;
    } catch (JsonProcessingException notJson) {
      // The signer may write anything there.
      return Map.of();
    }
  }
}
