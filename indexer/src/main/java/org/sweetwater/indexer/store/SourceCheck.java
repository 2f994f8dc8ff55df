package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;

/** Binds a database to the chain and the contracts that it was first indexed from. */
record SourceCheck(Connection connection) {
  /**
   * Writes the source into a database that has none, and refuses any other than the written one.
   */
  void claim(Source source) throws SQLException {
    String insert =
        """
        INSERT INTO chain.source (chain_id, genesis_hash, start_block, registry, ballot, cradle, canary)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setLong(1, source.chainId());
      statement.setBytes(2, source.genesisHash().bytes());
      statement.setLong(3, source.startBlock());
      statement.setBytes(4, source.registry().bytes());
      statement.setBytes(5, source.ballot().bytes());
      statement.setBytes(6, source.cradle().bytes());
      statement.setBytes(7, source.canary().bytes());
      statement.executeUpdate();
    }
    Source stored = stored();
    if (!stored.equals(source)) {
      throw new FatalException(
          "database: indexed from %s, but deployment and node are %s; use another database, or empty this one with: DROP SCHEMA chain CASCADE"
              .formatted(stored, source));
    }
  }

  private Source stored() throws SQLException {
    String select =
        "SELECT chain_id, genesis_hash, start_block, registry, ballot, cradle, canary"
            + " FROM chain.source";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(select)) {
      row.next();
      return new Source(
          row.getLong(1),
          Hash32.of(row.getBytes(2)),
          row.getLong(3),
          Address.of(row.getBytes(4)),
          Address.of(row.getBytes(5)),
          Address.of(row.getBytes(6)),
          Address.of(row.getBytes(7)));
    }
  }
}
