package org.sweetwater.indexer.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.project.AttestationRow;
import org.sweetwater.indexer.project.AttestorSetRow;
import org.sweetwater.indexer.project.BallotRow;
import org.sweetwater.indexer.project.CountedVoteRow;
import org.sweetwater.indexer.project.ExperimentRow;
import org.sweetwater.indexer.project.ListingRow;
import org.sweetwater.indexer.project.NetworkRow;
import org.sweetwater.indexer.project.NodeRow;
import org.sweetwater.indexer.project.OperatorRow;
import org.sweetwater.indexer.project.Origin;
import org.sweetwater.indexer.project.Row;
import org.sweetwater.indexer.project.TelemetryKeyRow;
import org.sweetwater.indexer.project.TrackRow;
import org.sweetwater.indexer.project.VoteRow;

/**
 * A projection's table.
 *
 * @param keySize how many of the first columns name one thing; 0 for facts
 */
record Table(String name, Class<? extends Row> type, int keySize, Shape shape) {
  /** Projections whose rows are replaced. */
  static final List<Table> VERSIONED =
      List.of(
          of("network", NetworkRow.class, 1),
          of("operator", OperatorRow.class, 1),
          of("node", NodeRow.class, 1),
          of("track", TrackRow.class, 1),
          of("listing", ListingRow.class, 2),
          of("ballot", BallotRow.class, 1),
          of("vote", VoteRow.class, 2),
          of("experiment", ExperimentRow.class, 1));

  /** Projections whose rows stay. */
  static final List<Table> FACTS =
      List.of(
          of("telemetry_key", TelemetryKeyRow.class, 0),
          of("counted_vote", CountedVoteRow.class, 0),
          of("attestor_set", AttestorSetRow.class, 0),
          of("attestation", AttestationRow.class, 0));

  private static final List<String> ORIGIN_COLUMNS =
      List.of("valid_from_block", "block_hash", "transaction_hash", "log_index");

  private static Table of(String name, Class<? extends Row> type, int keySize) {
    return new Table(name, type, keySize, Shape.of(type));
  }

  static Table of(Class<? extends Row> type) {
    return Stream.concat(VERSIONED.stream(), FACTS.stream())
        .filter(table -> table.type == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no table for " + type));
  }

  /** With its schema. */
  String qualifiedName() {
    return "chain." + name;
  }

  List<String> columnNames() {
    return shape.columns().stream().map(Shape.Column::name).toList();
  }

  List<Shape.Column> keyColumns() {
    return shape.columns().subList(0, keySize);
  }

  /** The columns that {@link #write} fills, in their order. */
  List<String> insertedColumns() {
    List<String> names = new ArrayList<>(columnNames());
    names.addAll(ORIGIN_COLUMNS);
    if (keySize > 0) {
      names.add("valid_until_block");
    }
    return names;
  }

  List<@Nullable String> write(Row row, Origin origin, @Nullable Long validUntilBlock) {
    List<@Nullable String> texts = new ArrayList<>();
    shape.write(row, texts);
    texts.add(Long.toString(origin.block().number()));
    texts.add(Scalar.bytea(origin.block().hash().bytes()));
    texts.add(Scalar.bytea(origin.transactionHash().bytes()));
    texts.add(Integer.toString(origin.logIndex()));
    if (keySize > 0) {
      texts.add(validUntilBlock == null ? null : validUntilBlock.toString());
    }
    return texts;
  }

  /** Reads a row whose columns are {@link #columnNames}. */
  Row.Versioned read(ResultSet row) throws SQLException {
    return (Row.Versioned) Objects.requireNonNull(shape.read(row, 1));
  }
}
