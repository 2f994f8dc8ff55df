package org.sweetwater.indexer.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.project.AttestationRow;
import org.sweetwater.indexer.project.AttestorSetRow;
import org.sweetwater.indexer.project.BallotRow;
import org.sweetwater.indexer.project.BreachReportRow;
import org.sweetwater.indexer.project.DrawnNodeRow;
import org.sweetwater.indexer.project.ExperimentRow;
import org.sweetwater.indexer.project.ListingRow;
import org.sweetwater.indexer.project.NetworkRow;
import org.sweetwater.indexer.project.NodeRow;
import org.sweetwater.indexer.project.OperatorRow;
import org.sweetwater.indexer.project.Origin;
import org.sweetwater.indexer.project.RolloutRow;
import org.sweetwater.indexer.project.Row;
import org.sweetwater.indexer.project.TelemetryKeyRow;
import org.sweetwater.indexer.project.TrackRow;
import org.sweetwater.indexer.project.VoteRow;
import org.sweetwater.indexer.project.VoterRow;
import org.sweetwater.indexer.project.WaveRow;
import org.sweetwater.wrappers.Hash32;

/**
 * A projection's table.
 *
 * @param keySize how many of the first columns name one thing; 0 for facts
 * @param keepsAll whether versions that ended within their own block are kept: they hold at no
 *     block, and say that they were
 */
record Table(String name, Class<? extends Row> type, int keySize, Shape shape, boolean keepsAll) {
  /** Projections whose rows are replaced. */
  static final List<Table> VERSIONED =
      List.of(
          of("network", NetworkRow.class, 1),
          of("operator", OperatorRow.class, 1),
          of("node", NodeRow.class, 1),
          of("track", TrackRow.class, 1),
          of("listing", ListingRow.class, 2),
          of("ballot", BallotRow.class, 1),
          new Table("vote", VoteRow.class, 2, Shape.of(VoteRow.class), true),
          of("voter", VoterRow.class, 1),
          of("experiment", ExperimentRow.class, 1),
          of("rollout", RolloutRow.class, 1),
          of("wave", WaveRow.class, 2),
          of("drawn_node", DrawnNodeRow.class, 3));

  /** Projections whose rows stay. */
  static final List<Table> FACTS =
      List.of(
          of("telemetry_key", TelemetryKeyRow.class, 0),
          of("attestor_set", AttestorSetRow.class, 0),
          of("attestation", AttestationRow.class, 0),
          of("breach_report", BreachReportRow.class, 0));

  private static final Map<Class<? extends Row>, Table> BY_TYPE =
      Stream.concat(VERSIONED.stream(), FACTS.stream())
          .collect(Collectors.toUnmodifiableMap(Table::type, table -> table));

  private static final List<Shape.Column> ORIGIN_COLUMNS =
      List.of(
          Shape.Column.of("valid_from_block", long.class),
          Shape.Column.of("block_hash", Hash32.class),
          Shape.Column.of("transaction_hash", Hash32.class),
          Shape.Column.of("log_index", int.class));

  private static final Shape.Column END_COLUMN = Shape.Column.of("valid_until_block", long.class);

  private static Table of(String name, Class<? extends Row> type, int keySize) {
    return new Table(name, type, keySize, Shape.of(type), false);
  }

  static Table of(Class<? extends Row> type) {
    Table table = BY_TYPE.get(type);
    if (table == null) {
      throw new IllegalArgumentException("no table for " + type);
    }
    return table;
  }

  List<Shape.Column> keyColumns() {
    return shape.columns().subList(0, keySize);
  }

  /** The columns that {@link #write} fills, in their order. */
  List<Shape.Column> insertedColumns() {
    List<Shape.Column> columns = new ArrayList<>(shape.columns());
    columns.addAll(ORIGIN_COLUMNS);
    if (keySize > 0) {
      columns.add(END_COLUMN);
    }
    return columns;
  }

  /** Writes a row; {@code validUntilBlock} is null for one that holds now, and for facts. */
  void write(Row row, Origin origin, @Nullable Long validUntilBlock, RowWriter out)
      throws SQLException {
    out.row(shape.columns().size() + ORIGIN_COLUMNS.size() + (keySize > 0 ? 1 : 0));
    shape.write(row, out);
    out.int8(origin.block().number());
    out.hash(origin.block().hash());
    out.hash(origin.transactionHash());
    out.int4(origin.logIndex());
    if (keySize > 0) {
      if (validUntilBlock == null) {
        out.none();
      } else {
        out.int8(validUntilBlock);
      }
    }
  }

  /** Reads a row whose columns are {@link Shape#columns}. */
  Row.Versioned read(ResultSet row) throws SQLException {
    return (Row.Versioned) Objects.requireNonNull(shape.read(row, 1));
  }
}
