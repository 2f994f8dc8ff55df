package org.sweetwater.oracle.hub;

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

/** {@code sw hub}: our own Snapshot hub. */
@Command(
    name = "hub",
    mixinStandardHelpOptions = true,
    description = "Takes and shows signed Snapshot messages of one space.",
    subcommands = HubCommand.Run.class)
public final class HubCommand {
  /** {@code sw hub run}: runs until the process is told to stop. */
  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Runs the hub until it is stopped.",
      footer = {
        "",
        "The file needs the keys database.url, database.user, database.password,",
        "chain.rpcUrl and deployment; SW_… variables override it, for example",
        "SW_DATABASE_PASSWORD. Wallets post to the address that is printed."
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
      try (HubServer server =
          HubServer.start(ConfigFile.read(config, HubConfig.class, System.getenv()))) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(server, stopped), "hub-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        spec.commandLine().getOut().println("hub listens on " + server.uri());
        spec.commandLine().getOut().flush();
        stopped.await();
        return 0;
      } catch (ConfigException
          | DatabaseException
          | FatalException
          | RetryableException
          | IllegalArgumentException e) {
        spec.commandLine().getErr().println("sw hub: " + e.getMessage());
        return 1;
      }
    }

    private static void stop(HubServer server, CountDownLatch stopped) {
      server.close();
      stopped.countDown();
    }
  }
}
