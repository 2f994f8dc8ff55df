package org.sweetwater.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.wrappers.Address;
import org.web3j.crypto.Credentials;
import org.web3j.utils.Numeric;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sw devnet}: starts the network and keeps it running until Ctrl-C. */
@Command(
    name = "devnet",
    mixinStandardHelpOptions = true,
    description =
        "Starts chain, database, contracts, hub, indexer and oracle on this machine and keeps them running.",
    footer = {
      "",
      "State is kept in .sweetwater/devnet and survives a restart. Ctrl-C stops everything.",
      "The keys are those of the public test mnemonic: never send real money to them."
    })
final class DevnetCommand implements Callable<Integer> {
  private static final int POOL_SIZE = 10;

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      defaultValue = "18545",
      description =
          "First of seven ports on 127.0.0.1: chain, database, hub, indexer, oracle, and for Besu WebSocket and peers (default: ${DEFAULT-VALUE}); 0 takes free ones.")
  private int portBase;

  @Option(
      names = "--reset",
      description = "Forget the state of earlier runs; a database of your own is left as it is.")
  private boolean reset;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "A PostgreSQL of your own, jdbc:postgresql://host:port/database, instead of the embedded one.")
  private Optional<String> databaseUrl = Optional.empty();

  @Option(
      names = "--database-user",
      paramLabel = "USER",
      defaultValue = "postgres",
      description =
          "Its user (default: ${DEFAULT-VALUE}); the password comes from the environment variable SW_DATABASE_PASSWORD.")
  private String databaseUser = "postgres";

  @Mixin private ChainOptions chain = new ChainOptions();

  /** Made by picocli. */
  DevnetCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Checkout checkout = Checkout.find();
    Path folder = checkout.state().resolve("devnet");
    Files.createDirectories(checkout.state());
    DevnetOptions options =
        new DevnetOptions(folder, Ports.from(portBase), reset, database(), chain.choice(), true);
    Narrator narrator = new Narrator(System.out);
    Devnet.Started started = Devnet.start(options, checkout, narrator);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  narrator.step("Stopping");
                  started.devnet().close();
                  narrator.say("stopped; ./sw devnet goes on from here");
                },
                "stop"));
    narrator.show(describe(started.network(), folder));
    throw new DevnetException(started.devnet().awaitBreakdown());
  }

  private Optional<DatabaseConfig> database() {
    String password = System.getenv().getOrDefault("SW_DATABASE_PASSWORD", "");
    return databaseUrl.map(url -> new DatabaseConfig(url, databaseUser, password, POOL_SIZE));
  }

  private static String describe(Network network, Path folder) {
    StringBuilder text = new StringBuilder();
    text.append(line("chain RPC", network.rpcUrl()));
    text.append(line("hub", network.hub()));
    text.append(line("GraphQL", network.indexer().resolve("/graphql")));
    text.append(line("GraphiQL", network.indexer().resolve("/graphiql")));
    text.append(line("oracle health", network.oracle().resolve("/health/ready")));
    text.append(line("space", network.deployment().space()));
    text.append(line("registry", network.deployment().registry()));
    text.append(line("ballot", network.deployment().ballot()));
    text.append(line("touch limit", network.deployment().nodeTouchLimit()));
    text.append(line("cradle", network.deployment().cradle()));
    text.append(line("canary", network.deployment().canary()));
    text.append(line("files", folder));
    text.append(
        "%nOperators, each with a node and money (keys of the public test mnemonic):%n"
            .formatted());
    for (Credentials operator : Accounts.operators()) {
      Address address = Accounts.addressOf(operator);
      String key =
          Numeric.toHexStringWithPrefixZeroPadded(operator.getEcKeyPair().getPrivateKey(), 64);
      text.append("  %s  %s%n".formatted(address, key));
    }
    text.append("%nCtrl-C stops everything; the state stays.".formatted());
    return text.toString();
  }

  private static String line(String name, Object value) {
    return "  %-14s %s%n".formatted(name, value);
  }
}
