package org.sweetwater.indexer.project;

import java.util.Arrays;
import java.util.List;

/**
 * What a projection says about one thing from one log on.
 *
 * <p>Each row type is a table of schema {@code chain}; its components are the columns, in camel
 * case. {@code db/projection/tables.sql} says what each column means.
 */
public sealed interface Row {
  /** Names one thing for ever: the values of the table's key columns. */
  record Key(Class<? extends Versioned> type, List<Object> values) {
    /** Copies the values. */
    public Key {
      values = List.copyOf(values);
    }

    static Key of(Class<? extends Versioned> type, Object... values) {
      return new Key(type, Arrays.asList(values));
    }
  }

  /** A row that a later log may replace or end. */
  sealed interface Versioned extends Row
      permits BallotRow,
          ExperimentRow,
          ListingRow,
          NetworkRow,
          NodeRow,
          OperatorRow,
          TrackRow,
          VoteRow,
          VoterRow {
    /** Names the thing that this row is about. */
    Key key();
  }

  /** A row that stays: what happened, happened. */
  sealed interface Fact extends Row permits AttestationRow, AttestorSetRow, TelemetryKeyRow {}
}
