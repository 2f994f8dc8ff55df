package org.sweetwater.oracle.hub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a query may filter and order by.
 *
 * @param filters the columns behind the filters' names
 * @param orders the SQL expressions behind the names that {@code orderBy} knows
 * @param defaultOrder the name that stands for every unknown one
 * @param tieBreak the SQL expression that orders equal rows, in the same direction; a unique column
 */
record Columns(
    Map<String, Column> filters, Map<String, String> orders, String defaultOrder, String tieBreak) {
  static final Columns PROPOSALS =
      new Columns(
          filters(
              column("id", "p.id", Kind.HASH),
              column("ipfs", "p.ipfs", Kind.TEXT),
              column("space", "p.space", Kind.TEXT),
              column("author", "p.author", Kind.ADDRESS),
              column("app", "p.app", Kind.TEXT),
              column("type", "p.type", Kind.TEXT),
              column("created", "p.created", Kind.NUMBER),
              column("start", "p.opens", Kind.NUMBER),
              column("end", "p.closes", Kind.NUMBER),
              column("votes", "p.votes", Kind.NUMBER)),
          Map.of(
              "created", "p.created",
              "updated", "p.created",
              "start", "p.opens",
              "end", "p.closes",
              "votes", "p.votes",
              "scores_total_value", "p.created"),
          "created",
          "p.id");

  static final Columns VOTES =
      new Columns(
          filters(
              column("id", "v.id", Kind.HASH),
              column("ipfs", "v.ipfs", Kind.TEXT),
              column("space", "v.space", Kind.TEXT),
              column("voter", "v.voter", Kind.ADDRESS),
              column("proposal", "v.proposal", Kind.HASH),
              column("reason", "v.reason", Kind.TEXT),
              column("app", "v.app", Kind.TEXT),
              column("created", "v.created", Kind.NUMBER),
              column("vp", "v.power", Kind.NUMBER)),
          Map.of("created", "v.created", "vp", "v.power"),
          "created",
          "v.id");

  static final Columns MESSAGES =
      new Columns(
          filters(
              column("id", "m.id", Kind.HASH),
              column("mci", "m.mci", Kind.NUMBER),
              column("address", "m.address", Kind.ADDRESS),
              column("timestamp", "m.timestamp", Kind.NUMBER),
              column("space", "m.space", Kind.TEXT),
              column("type", "m.type", Kind.TEXT)),
          Map.of("mci", "m.mci", "timestamp", "m.timestamp"),
          "mci",
          "m.mci");

  /** How a filter's value is read. */
  enum Kind {
    HASH,
    ADDRESS,
    TEXT,
    NUMBER
  }

  /** A column that can be filtered; {@code sql} is written by us, never by a client. */
  record Column(String name, String sql, Kind kind) {}

  private static Column column(String name, String sql, Kind kind) {
    return new Column(name, sql, kind);
  }

  private static Map<String, Column> filters(Column... columns) {
    Map<String, Column> filters = new LinkedHashMap<>();
    List.of(columns).forEach(column -> filters.put(column.name(), column));
    return filters;
  }
}
