package org.sweetwater.devnet;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * A network for one test, on free ports, in a folder of its own below the checkout's state folder.
 *
 * <p>With SW_TEST_RPC_URL set it uses that node, whatever it is: a test may count on nothing but
 * JSON-RPC as every node speaks it, and on a chain that others have used before.
 */
final class TestNetwork implements AutoCloseable {
  private static final Duration NEXT_BLOCK_MAX = Duration.ofSeconds(20);

  private final Path folder;
  private final Ports ports = Ports.from(0);
  private final Narrator narrator = new Narrator(new PrintStream(System.err, true));
  private final boolean oracle;
  private final TestChain chain;
  private final NetworkPlan plan;
  private Devnet.Started started;

  private TestNetwork(Path folder, boolean oracle, TestChain chain, NetworkPlan plan)
      throws InterruptedException {
    this.folder = folder;
    this.oracle = oracle;
    this.chain = chain;
    this.plan = plan;
    this.started = begin();
  }

  /** Starts a network on anvil; without its oracle where the test runs one by itself. */
  static TestNetwork start(String name, boolean oracle) throws IOException, InterruptedException {
    return on(TestChain.lenient(), name, oracle, NetworkPlan.usual());
  }

  /** Starts a network of another plan on anvil. */
  static TestNetwork start(String name, boolean oracle, NetworkPlan plan)
      throws IOException, InterruptedException {
    return on(TestChain.lenient(), name, oracle, plan);
  }

  /** Starts a network on the strictest node there is, where gas is free and nobody has money. */
  static TestNetwork startStrict(String name, boolean oracle)
      throws IOException, InterruptedException {
    return on(TestChain.strict(), name, oracle, NetworkPlan.usual());
  }

  private static TestNetwork on(TestChain chain, String name, boolean oracle, NetworkPlan plan)
      throws IOException, InterruptedException {
    Checkout checkout = Checkout.find();
    Files.createDirectories(checkout.state());
    Path folder = Files.createTempDirectory(checkout.state(), name + "-");
    try {
      TestNetwork test = new TestNetwork(folder, oracle, chain, plan);
      // ./sw test looks for this line.
      System.err.printf("e2e: %s: %s%n", name, NodeName.of(test.network().chain()).verdict());
      awaitFounders(test.network().chain());
      return test;
    } catch (RuntimeException | InterruptedException e) {
      chain.close();
      throw e;
    }
  }

  /**
   * An author's power is read at the block before the newest: the founders must be in it. A chain
   * without empty blocks makes the next one with the next transaction.
   */
  private static void awaitFounders(ChainClient chain) throws InterruptedException {
    long deployed = chain.blockNumber();
    Instant deadline = Instant.now().plus(NEXT_BLOCK_MAX);
    while (chain.blockNumber() == deployed && Instant.now().isBefore(deadline)) {
      Thread.sleep(100);
    }
  }

  private Devnet.Started begin() throws InterruptedException {
    DevnetOptions options =
        new DevnetOptions(folder, ports, false, Optional.empty(), chain.choice(), oracle, plan);
    return Devnet.start(options, Checkout.find(), narrator);
  }

  /** Stops everything and starts it again from what is on disk. */
  void restart() throws InterruptedException {
    started.devnet().close();
    started = begin();
  }

  Network network() {
    return started.network();
  }

  Narrator narrator() {
    return narrator;
  }

  /** A connection to the embedded database, past all roles. */
  Connection database() throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(ports.database());
    return DriverManager.getConnection(url, EmbeddedDatabase.USER, "");
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    started.devnet().close();
    chain.close();
    Devnet.delete(folder);
  }
}
