package org.sweetwater.oracle.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
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

  /** The columns behind a vote's fields. */
  private static final Map<String, String> VOTE_COLUMNS =
      Map.ofEntries(
          Map.entry("id", "v.id"),
          Map.entry("ipfs", "v.ipfs"),
          Map.entry("voter", "v.voter"),
          Map.entry("created", "v.created"),
          Map.entry("proposal", "v.proposal"),
          Map.entry("choice", "v.choice"),
          Map.entry("metadata", "v.metadata"),
          Map.entry("reason", "v.reason"),
          Map.entry("app", "v.app"),
          Map.entry("vp", "v.power"),
          Map.entry("vp_by_strategy", "v.power"));

  /** The columns behind a message's fields; the pinned text is long and has a path of its own. */
  private static final Map<String, String> MESSAGE_COLUMNS =
      Map.of(
          "id", "m.id",
          "mci", "m.mci",
          "ipfs", "m.ipfs",
          "address", "m.address",
          "timestamp", "m.timestamp",
          "space", "m.space",
          "type", "m.type",
          "sig", "m.sig",
          "receipt", "m.receipt");

  private final Jdbi jdbi;
  private final SpaceView space;
  private final Clock clock;

  HubQueries(Jdbi jdbi, SpaceView space, Clock clock) {
    this.jdbi = jdbi;
    this.space = space;
    this.clock = clock;
  }

  /** A row as GraphQL shows it, with the fields that are asked for. */
  record Row(Map<String, @Nullable Object> fields) {}

  Optional<Row> findProposal(String id) {
    return proposals(only(id)).stream().findFirst();
  }

  Optional<Row> findVote(String id) {
    return votes(only(id)).stream().findFirst();
  }

  private static Page only(String id) {
    return new Page(1, 0, Map.of("id", id), "", false, Fields.ALL);
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
    return select(
        PROPOSAL,
        where,
        Columns.PROPOSALS,
        page,
        (row, context) -> proposal(row, page.fields(), now));
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
    String from =
        """
        SELECT %s FROM oracle.hub_vote v
        JOIN oracle.hub_proposal p ON p.id = v.proposal AND p.deleted_at IS NULL
        """
            .formatted(page.fields().columns(VOTE_COLUMNS));
    return select(from, where, Columns.VOTES, page, (row, context) -> vote(row, page.fields()));
  }

  List<Row> messages(Page page) {
    Where where = new Where("true").filter(Columns.MESSAGES, page);
    String from =
        "SELECT %s FROM oracle.hub_message m ".formatted(page.fields().columns(MESSAGE_COLUMNS));
    return select(
        from, where, Columns.MESSAGES, page, (row, context) -> message(row, page.fields()));
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
          Query query = handle.createQuery(sql);
          int next = where.bind(query);
          return query.bind(next, page.first()).bind(next + 1, page.skip()).map(mapper).list();
        });
  }

  private Row proposal(ResultSet row, Fields wanted, long now) throws SQLException {
    Fields.Values values = wanted.read();
    values
        .put("id", () -> hash(row, "id").hex())
        .put("ipfs", () -> row.getString("ipfs"))
        .put("author", () -> address(row, "author").checksummed())
        .put("created", () -> row.getLong("created"))
        .put("network", space::network)
        .put("symbol", space::symbol)
        .put("type", () -> row.getString("type"))
        .put("strategies", space::strategies)
        .put("validation", () -> SpaceView.ANY_VALIDATION)
        .put("plugins", () -> json(row.getString("plugins")))
        .put("title", () -> row.getString("title"))
        .put("body", () -> row.getString("body"))
        .put("discussion", () -> row.getString("discussion"))
        .put("app", () -> row.getString("app"))
        .put("choices", () -> texts(row, "choices"))
        .put("labels", () -> texts(row, "labels"))
        .put("start", () -> row.getLong("opens"))
        .put("end", () -> row.getLong("closes"))
        .put("snapshot", () -> row.getLong("snapshot"))
        .put("quorum", () -> 0)
        .put("quorumType", () -> "default")
        .put("privacy", () -> "")
        .put("state", () -> stateOf(row.getLong("opens"), row.getLong("closes"), now))
        .put("flagged", () -> false)
        .put("flagCode", () -> 0);
    putScores(values, row, now);
    return new Row(values.map());
  }

  private static void putScores(Fields.Values values, ResultSet row, long now) throws SQLException {
    List<Double> scores =
        List.of(
            row.getDouble("votes_for"),
            row.getDouble("votes_against"),
            row.getDouble("votes_abstain"));
    values
        .put("scores", () -> scores)
        .put("scores_by_strategy", () -> scores.stream().map(List::of).toList())
        .put("scores_state", () -> row.getLong("closes") < now ? "final" : "pending")
        .put("scores_total", () -> scores.stream().mapToDouble(Double::doubleValue).sum())
        .put("scores_updated", () -> row.getLong("scored"))
        .put("scores_total_value", () -> 0)
        .put("votes", () -> row.getInt("votes"));
  }

  static String stateOf(long opens, long closes, long now) {
    if (now > closes) {
      return "closed";
    }
    return now > opens ? "active" : "pending";
  }

  private static Row vote(ResultSet row, Fields wanted) throws SQLException {
    Fields.Values values = wanted.read();
    values
        .put("id", () -> hash(row, "id").hex())
        .put("ipfs", () -> row.getString("ipfs"))
        .put("voter", () -> address(row, "voter").checksummed())
        .put("created", () -> row.getLong("created"))
        .put("proposal", () -> hash(row, "proposal").hex())
        .put("choice", () -> row.getInt("choice"))
        .put("metadata", () -> json(row.getString("metadata")))
        .put("reason", () -> row.getString("reason"))
        .put("app", () -> row.getString("app"))
        .put("vp", () -> row.getDouble("power"))
        .put("vp_by_strategy", () -> List.of(row.getDouble("power")))
        .put("vp_state", () -> "final")
        .put("vp_value", () -> 0);
    return new Row(values.map());
  }

  private static Row message(ResultSet row, Fields wanted) throws SQLException {
    Fields.Values values = wanted.read();
    values
        .put("mci", () -> row.getLong("mci"))
        .put("id", () -> hash(row, "id").hex())
        .put("address", () -> address(row, "address").checksummed())
        .put("version", () -> "0.1.4")
        .put("timestamp", () -> row.getLong("timestamp"))
        .put("ipfs", () -> row.getString("ipfs"))
        .put("space", () -> row.getString("space"))
        .put("type", () -> row.getString("type"))
        .put("sig", () -> row.getString("sig"))
        .put("receipt", () -> row.getString("receipt"));
    return new Row(values.map());
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
