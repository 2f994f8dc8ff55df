package org.sweetwater.indexer;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.sweetwater.indexer.graphql.SchemaText;
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
    subcommands = {
      IndexerCommand.Run.class,
      IndexerCommand.Status.class,
      IndexerCommand.Reindex.class,
      IndexerCommand.Verify.class,
      IndexerCommand.Schema.class
    })
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

    /** Returns the exit code. */
    abstract int run(IndexerConfig config) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
      try {
        return run(ConfigFile.read(file, IndexerConfig.class, System.getenv()));
      } catch (ConfigException
          | DatabaseException
          | FatalException
          | RetryableException
          | IllegalArgumentException e) {
        spec.commandLine().getErr().println("sw indexer: " + e.getMessage());
        return 1;
      }
    }

    /** Says how far it is, on standard error. */
    final void mention(String line) {
      spec.commandLine().getErr().println(line);
      spec.commandLine().getErr().flush();
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
    int run(IndexerConfig config) throws InterruptedException {
      try (IndexerService service = IndexerService.start(config)) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> stop(service, stopped), "indexer-stop"));
        say("indexer answers GraphQL on %s/graphql".formatted(service.uri()));
        stopped.await();
        return 0;
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
    int run(IndexerConfig config) {
      IndexerStatus status = IndexerStatus.read(config);
      say(json ? status.toJson() : status.toText());
      return 0;
    }
  }

  /** {@code sw indexer reindex}: projections anew, from the raw logs. */
  @Command(
      name = "reindex",
      mixinStandardHelpOptions = true,
      description = "Makes the projections anew from the stored logs, without the node.",
      footer = {
        "",
        "They are made beside those that answer queries, and replace them at the end in one",
        "transaction. An indexer may run meanwhile. When stopped, run it again: it goes on."
      })
  static final class Reindex extends WithConfig {
    @Override
    int run(IndexerConfig config) {
      Reindexing.run(config, this::mention);
      say("the projections are rebuilt and in place");
      return 0;
    }
  }

  /** {@code sw indexer verify}: whether the tables are what they should be. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Compares stored blocks and logs with the node, and projections with the logs.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:all is the same", "1:something differs, or could not be compared"})
  static final class Verify extends WithConfig {
    @Option(
        names = "--blocks",
        paramLabel = "N",
        defaultValue = "100",
        description =
            "How many blocks to compare with the node's receipts; default: ${DEFAULT-VALUE}.")
    private int blocks;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Chooses the same blocks again; default: others each time.")
    private long seed = System.nanoTime();

    @Override
    int run(IndexerConfig config) {
      if (blocks < 1) {
        throw new IllegalArgumentException("--blocks: expected at least 1, found " + blocks);
      }
      List<String> differences = new Verification(blocks, seed, this::mention).run(config);
      differences.forEach(this::say);
      if (differences.isEmpty()) {
        say(
            "verified: %d blocks against the node, every projection against the logs"
                .formatted(blocks));
      }
      return differences.isEmpty() ? 0 : 1;
    }
  }

  /** {@code sw indexer schema}: what clients are generated from. */
  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = "Prints the schema of the GraphQL API, to generate typed clients from.")
  static final class Schema implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      spec.commandLine().getOut().print(SchemaText.print());
      spec.commandLine().getOut().flush();
    }
  }
}
