package org.sweetwater.indexer;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.sweetwater.migrations.DatabaseException;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.config.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sw indexer}: the chain's log in PostgreSQL, and its GraphQL API. */
@Command(
    name = "indexer",
    mixinStandardHelpOptions = true,
    description = "Follows the chain into PostgreSQL and answers GraphQL.",
    subcommands = {IndexerCommand.Run.class, IndexerCommand.Status.class})
public final class IndexerCommand {
  /** What every subcommand does alike. */
  abstract static class WithConfig implements Callable<Integer> {
    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "Configuration in YAML; SW_… variables override it.")
    private Path file = Path.of("");

    @Spec CommandSpec spec = CommandSpec.create();

    abstract void run(IndexerConfig config) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
      try {
        run(ConfigFile.read(file, IndexerConfig.class, System.getenv()));
        return 0;
      } catch (ConfigException
          | DatabaseException
          | FatalException
          | RetryableException
          | IllegalArgumentException e) {
        spec.commandLine().getErr().println("sw indexer: " + e.getMessage());
        return 1;
      }
    }

    final void say(String line) {
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
    }
  }

  /** {@code sw indexer run}: runs until the process is told to stop. */
  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Runs the indexer until it is stopped.",
      footer = {
        "",
        "The file needs the keys database.url, database.user, database.password,",
        "chain.rpcUrl and deployment."
      })
  static final class Run extends WithConfig {
    @Override
    void run(IndexerConfig config) throws InterruptedException {
      try (IndexerService service = IndexerService.start(config)) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> stop(service, stopped), "indexer-stop"));
        say("indexer answers GraphQL on %s/graphql".formatted(service.uri()));
        stopped.await();
      }
    }

    private static void stop(IndexerService service, CountDownLatch stopped) {
      service.close();
      stopped.countDown();
    }
  }

  /** {@code sw indexer status}: how far a database is. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Says up to which block a database is indexed, and how far the node is.")
  static final class Status extends WithConfig {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    void run(IndexerConfig config) {
      IndexerStatus status = IndexerStatus.read(config);
      say(json ? status.toJson() : status.toText());
    }
  }
}
