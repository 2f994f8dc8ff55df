package org.sweetwater.oracle;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementException;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.DatabaseException;
import org.sweetwater.migrations.Role;
import org.sweetwater.oracle.ballot.Ballots;
import org.sweetwater.oracle.ballot.Standing;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.config.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sw oracle}: carries signed proposals and votes from a Snapshot hub to the contracts. */
@Command(
    name = "oracle",
    mixinStandardHelpOptions = true,
    description = "Carries signed proposals and votes from a Snapshot hub to the contracts.",
    subcommands = {OracleCommand.Run.class, OracleCommand.Status.class})
public final class OracleCommand {
  /** {@code sw oracle run}: runs until the process is told to stop. */
  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Runs the oracle until it is stopped.",
      footer = {
        "",
        "The file needs the keys database.url, database.user, database.password,",
        "chain.rpcUrl, deployment, hubUrl, and relayKey or relayKeyFile; SW_… variables",
        "override it, for example SW_RELAY_KEY. The key's account pays for transactions."
      })
  static final class Run implements Callable<Integer> {
    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "Configuration in YAML.")
    private Path config = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
      try (OracleService service = OracleService.start(read(config))) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(service, stopped), "oracle-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        spec.commandLine().getOut().println("oracle runs; health at " + service.uri());
        spec.commandLine().getOut().flush();
        stopped.await();
        return 0;
      } catch (ConfigException
          | DatabaseException
          | FatalException
          | RetryableException
          | IllegalArgumentException e) {
        return failed(spec, e);
      }
    }

    private static void stop(OracleService service, CountDownLatch stopped) {
      service.close();
      stopped.countDown();
    }
  }

  /** {@code sw oracle status}: where the newest proposals stand. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows where the newest proposals stand, from the database.")
  static final class Status implements Callable<Integer> {
    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "Configuration in YAML, as for run.")
    private Path config = Path.of("");

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "How many at most; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      try (Database database = Database.open(read(config).database(), Role.ORACLE)) {
        report(Ballots.newest(Jdbi.create(database.dataSource()), Clock.systemUTC(), limit));
        return 0;
      } catch (ConfigException | DatabaseException | IllegalArgumentException e) {
        return failed(spec, e);
      } catch (StatementException noTable) {
        return failed(
            spec,
            new FatalException("the database has no tables of the oracle; run sw migrate first"));
      }
    }

    private void report(List<Standing> standings) {
      PrintWriter out = spec.commandLine().getOut();
      if (standings.isEmpty()) {
        out.println("no proposal yet");
      }
      standings.forEach(
          standing ->
              out.printf(
                  "%s  %-10s %s: %s%n",
                  standing.proposalId(), standing.stage(), standing.code(), standing.detail()));
      out.flush();
    }
  }

  private static OracleConfig read(Path config) {
    Map<String, String> environment = System.getenv();
    return ConfigFile.read(config, OracleConfig.class, environment);
  }

  private static int failed(CommandSpec spec, RuntimeException failure) {
    spec.commandLine().getErr().println("sw oracle: " + failure.getMessage());
    return 1;
  }
}
