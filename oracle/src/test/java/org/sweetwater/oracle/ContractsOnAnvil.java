package org.sweetwater.oracle;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.chain.Anvil;

/**
 * The real contracts on an anvil with blocks of one second, deployed by the deployment script. The
 * test accounts 1 to {@value #OPERATORS} have a node each; voting takes a few seconds.
 *
 * @param file deployment.json
 */
public record ContractsOnAnvil(Anvil anvil, Deployment deployment, Path file)
    implements AutoCloseable {
  static final int OPERATORS = 4;
  static final long WINDOW_SECONDS = 4;
  static final long GRACE_SECONDS = 3;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path CONTRACTS =
      Path.of(Objects.requireNonNull(System.getProperty("contracts.dir"), "contracts.dir"));
  private static final long DEPLOY_SECONDS_MAX = 240;

  static ContractsOnAnvil start(Path folder) {
    return start(folder, ContractsOnAnvil::withOperators, "--block-time", "1");
  }

  /**
   * With a changed plan, on an anvil with these arguments.
   *
   * @param change makes the devnet's plan that of the test
   */
  public static ContractsOnAnvil start(
      Path folder, Consumer<ObjectNode> change, String... arguments) {
    Anvil anvil = Anvil.start(arguments);
    try {
      Path file = folder.resolve("deployment.json");
      deploy(anvil, Files.writeString(folder.resolve("plan.json"), plan(change)), file);
      return new ContractsOnAnvil(anvil, Deployment.read(file), file);
    } catch (IOException e) {
      anvil.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      anvil.close();
      throw e;
    }
  }

  private static String plan(Consumer<ObjectNode> change) throws IOException {
    Path devnet = CONTRACTS.resolve("script/config/devnet.json");
    ObjectNode plan = (ObjectNode) JSON.readTree(Files.readString(devnet));
    plan.put("space", TestSigner.SPACE);
    change.accept(plan);
    return plan.toString();
  }

  private static void withOperators(ObjectNode plan) {
    withGenesis(plan, OPERATORS);
    ((ObjectNode) plan.at("/tracks/ordinary"))
        .put("windowSeconds", WINDOW_SECONDS)
        .put("graceSeconds", GRACE_SECONDS)
        .put("delaySeconds", 1);
  }

  /** Gives the test accounts 1 to {@code operators} a node each: the account 100 further on. */
  public static void withGenesis(ObjectNode plan, int operators) {
    ArrayNode genesis = plan.putArray("genesis");
    for (int i = 1; i <= operators; i++) {
      genesis
          .addObject()
          .put("operator", account(i))
          .put("node", account(100 + i))
          .put("telemetryKey", account(200 + i));
    }
  }

  private static String account(int number) {
    return TestSigner.of(number).address().checksummed();
  }

  private static void deploy(Anvil anvil, Path plan, Path deployment) throws IOException {
    Path log = deployment.resolveSibling("deploy.log");
    ProcessBuilder forge =
        new ProcessBuilder(
                List.of(
                    forge().toString(),
                    "script",
                    "script/Deploy.s.sol",
                    "--offline",
                    "--broadcast",
                    "--rpc-url",
                    anvil.url().toString(),
                    "--private-key",
                    Anvil.FIRST_KEY))
            .directory(CONTRACTS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    forge.environment().put("FOUNDRY_PROFILE", "deploy");
    forge.environment().put("SW_DEPLOY_CONFIG", plan.toString());
    forge.environment().put("SW_DEPLOYMENT_FILE", deployment.toString());
    Process process = forge.start();
    try {
      if (!process.waitFor(DEPLOY_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("deployment failed: " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The native program where npm put it, as for anvil. */
  private static Path forge() throws IOException {
    try (Stream<Path> packages = Files.list(CONTRACTS.resolve("node_modules/@foundry-rs"))) {
      return packages
          .map(folder -> folder.resolve("bin/forge"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no forge: run npm ci in contracts/"));
    }
  }

  @Override
  public void close() {
    anvil.close();
  }
}
