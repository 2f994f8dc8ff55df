package org.sweetwater.migrations;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sw migrate}: brings a database to this version, as its owner or an administrator. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = "Creates or updates the tables of every service in a PostgreSQL database.",
    footer = {
      "",
      "Safe to run again. The user needs CREATEROLE the first time, or the roles",
      "sweetwater_indexer and sweetwater_oracle must exist."
    })
public final class MigrateCommand implements Callable<Integer> {
  @Option(
      names = "--database-url",
      required = true,
      paramLabel = "URL",
      description = "For example jdbc:postgresql://127.0.0.1:5432/sweetwater.")
  private String url = "";

  @Option(
      names = "--user",
      paramLabel = "USER",
      defaultValue = "postgres",
      description = "User to log in as; default: ${DEFAULT-VALUE}.")
  private String user = "";

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      defaultValue = "SW_DATABASE_PASSWORD",
      description = "Environment variable that holds the password; default: ${DEFAULT-VALUE}.")
  private String passwordVariable = "";

  @Spec private CommandSpec spec;

  private final Map<String, String> environment;

  /** Reads the password from the process's environment. */
  public MigrateCommand() {
    this(System.getenv());
  }

  MigrateCommand(Map<String, String> environment) {
    this.environment = environment;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    try {
      String password = environment.getOrDefault(passwordVariable, "");
      report(Migrations.migrate(new DatabaseConfig(url, user, password, 1)));
      return 0;
    } catch (DatabaseException | IllegalArgumentException e) {
      spec.commandLine().getErr().println("sw migrate: " + e.getMessage());
      return 1;
    }
  }

  private void report(List<String> applied) {
    PrintWriter out = spec.commandLine().getOut();
    applied.forEach(migration -> out.println("applied " + migration));
    out.println(applied.isEmpty() ? "already up to date" : applied.size() + " migrations applied");
  }
}
