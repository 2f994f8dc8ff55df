package org.sweetwater.indexer.project;

import java.util.List;

/**
 * What a projection says about one thing from one log on.
 *
 * <p>Each row type is a table of schema {@code chain}; its components are the columns, in camel
 * case. {@code db/projection/tables.sql} says what each column means.
 */
public sealed interface Row {
  /** Names one thing for ever: the values of the table's key columns. */
  final class Key {
    private final Class<? extends Versioned> type;
    private final List<Object> values;

    /** Keys are looked up many times for each event, and their values are long. */
    private final int hash;

    private Key(Class<? extends Versioned> type, List<Object> values) {
      this.type = type;
      this.values = values;
      this.hash = 31 * type.getName().hashCode() + values.hashCode();
    }

    /** The key with these values, in the order of the columns. */
    public static Key of(Class<? extends Versioned> type, Object... values) {
      return new Key(type, List.of(values));
    }

    /** The type of the row. */
    public Class<? extends Versioned> type() {
      return type;
    }

    /** The values of the key columns, in their order. */
    public List<Object> values() {
      return values;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && hash == that.hash
          && type == that.type
          && values.equals(that.values);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    /** The row's type and the values. */
    @Override
    public String toString() {
      return type.getSimpleName() + values;
    }
  }

  /** A row that a later log may replace or end. */
  sealed interface Versioned extends Row
      permits BallotRow,
          DrawnNodeRow,
          ExperimentRow,
          ListingRow,
          NetworkRow,
          NodeRow,
          OperatorRow,
          RolloutRow,
          TrackRow,
          VoteRow,
          VoterRow,
          WaveRow {
    /** Names the thing that this row is about. */
    Key key();
  }

  /** A row that stays: what happened, happened. */
  sealed interface Fact extends Row
      permits AttestationRow, AttestorSetRow, BreachReportRow, TelemetryKeyRow {}
}
