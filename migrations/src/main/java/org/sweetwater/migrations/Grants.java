package org.sweetwater.migrations;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Creates group roles and schemas, and says who may do what. */
final class Grants {
  // duplicate_object and unique_violation: another process created the role at this moment.
  private static final List<String> CREATED_MEANWHILE = List.of("42710", "23505");
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final Connection connection;

  Grants(Connection connection) {
    this.connection = connection;
  }

  /** Creates what is absent; the user that creates a role becomes its member. */
  void createRolesAndSchemas() throws SQLException {
    for (Role role : Role.values()) {
      if (!isTrue("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", role.sqlName())) {
        create(role);
      }
    }
    for (Role role : Role.values()) {
      createSchemaUnlessThere(role.schema());
    }
    createSchemaUnlessThere(Projections.NEXT);
  }

  private void create(Role role) throws SQLException {
    try {
      execute("CREATE ROLE " + role.sqlName() + " NOLOGIN");
      execute("GRANT " + role.sqlName() + " TO CURRENT_USER");
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw new DatabaseException(
            "user '%1$s' may not create role %2$s; run as an administrator: CREATE ROLE %2$s NOLOGIN; GRANT %2$s TO \"%1$s\";"
                .formatted(user(), role.sqlName()),
            e);
      }
      if (!CREATED_MEANWHILE.contains(e.getSQLState())) {
        throw e;
      }
    }
  }

  private void createSchemaUnlessThere(String schema) throws SQLException {
    if (isTrue("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)", schema)) {
      return;
    }
    try {
      execute("CREATE SCHEMA " + schema);
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw new DatabaseException(
            "user '%1$s' may not create schema %2$s; run sw migrate as the database's owner, or as an administrator: GRANT CREATE ON DATABASE \"%3$s\" TO \"%1$s\";"
                .formatted(user(), schema, connection.getCatalog()),
            e);
      }
      throw e;
    }
  }

  /** Grants anew, so that tables of later migrations are covered; only an owner can. */
  void grant() throws SQLException {
    if (!ownsEverySchema()) {
      return;
    }
    for (Role role : Role.values()) {
      execute(
          """
          GRANT USAGE ON SCHEMA %1$s TO %2$s;
          GRANT ALL ON ALL TABLES IN SCHEMA %1$s TO %2$s;
          GRANT ALL ON ALL SEQUENCES IN SCHEMA %1$s TO %2$s;
          """
              .formatted(role.schema(), role.sqlName()));
    }
    for (Role role : Role.values()) {
      protectHistory(role);
    }
    execute(
        """
        GRANT USAGE ON SCHEMA chain TO sweetwater_oracle;
        GRANT SELECT ON ALL TABLES IN SCHEMA chain TO sweetwater_oracle;
        GRANT CREATE ON SCHEMA chain TO sweetwater_indexer;
        GRANT CREATE, USAGE ON SCHEMA chain_next TO sweetwater_indexer;
        GRANT USAGE ON SCHEMA oracle TO sweetwater_indexer;
        """);
    for (String view : publicViews()) {
      execute("GRANT SELECT ON oracle." + view + " TO sweetwater_indexer");
    }
  }

  /** Services read every history, to see that they fit the database, and write none. */
  private void protectHistory(Role role) throws SQLException {
    String table = role.schema() + "." + Migrations.HISTORY_TABLE;
    if (!isTrue("SELECT to_regclass(?) IS NOT NULL", table)) {
      return;
    }
    execute("REVOKE ALL ON " + table + " FROM " + role.sqlName());
    for (Role reader : Role.values()) {
      execute("GRANT SELECT ON " + table + " TO " + reader.sqlName());
    }
  }

  private boolean ownsEverySchema() throws SQLException {
    for (Role role : Role.values()) {
      if (!isTrue(
          "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = ?",
          role.schema())) {
        return false;
      }
    }
    return true;
  }

  private List<String> publicViews() throws SQLException {
    List<String> views = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT quote_ident(viewname) FROM pg_views
                WHERE schemaname = 'oracle' AND viewname LIKE 'public\\_%'
                ORDER BY viewname
                """)) {
      while (rows.next()) {
        views.add(rows.getString(1));
      }
    }
    return views;
  }

  private String user() throws SQLException {
    return connection.getMetaData().getUserName();
  }

  private boolean isTrue(String sql, String argument) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
