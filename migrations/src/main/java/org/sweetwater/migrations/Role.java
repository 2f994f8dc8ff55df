package org.sweetwater.migrations;

/**
 * The group role under which a service works: it may write its own schema and nothing else.
 *
 * <p>Group roles cannot log in. The migrations create them; a pool takes one on for each
 * connection.
 */
public enum Role {
  /** Writes schema {@code chain}; reads the views {@code oracle.public_*}. */
  INDEXER("sweetwater_indexer", "chain"),
  /** Writes schema {@code oracle}; reads schema {@code chain}. */
  ORACLE("sweetwater_oracle", "oracle");

  private final String sqlName;
  private final String schema;

  Role(String sqlName, String schema) {
    this.sqlName = sqlName;
    this.schema = schema;
  }

  /** The role's name in PostgreSQL; needs no quoting. */
  public String sqlName() {
    return sqlName;
  }

  /** The schema that this role owns the rows of; needs no quoting. */
  public String schema() {
    return schema;
  }
}
