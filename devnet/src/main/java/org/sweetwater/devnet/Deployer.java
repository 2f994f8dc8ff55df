package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sweetwater.wrappers.Deployment;
import org.web3j.utils.Numeric;

/**
 * Deploys the contracts as people do: {@code forge script script/Deploy.s.sol}, which also checks
 * what it deployed.
 */
final class Deployer {
  private static final long SECONDS_MAX = 180;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Checkout checkout;
  private final Path folder;

  /**
   * A deployer that keeps its plan, its log and the result in a folder below the checkout's state
   * folder.
   */
  Deployer(Checkout checkout, Path folder) {
    this.checkout = checkout;
    this.folder = folder;
  }

  /** Where {@code deployment.json} is, or will be. */
  Path deploymentFile() {
    return folder.resolve("deployment.json");
  }

  /**
   * Deploys a plan to the chain at {@code rpcUrl}.
   *
   * @param gasFree whether the chain has no base fee, so that everything is sent at price 0
   */
  Deployment deploy(NetworkPlan plan, URI rpcUrl, boolean gasFree) throws InterruptedException {
    Path log = folder.resolve("deploy.log");
    try {
      Path file = Files.writeString(folder.resolve("plan.json"), committed(plan));
      Process forge = forge(rpcUrl, gasFree, file, log).start();
      try {
        if (!forge.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
          throw new DevnetException(
              "the deployment took more than %d s; its log: %s".formatted(SECONDS_MAX, log));
        }
      } finally {
        ChildProcess.stop(forge);
      }
      if (forge.exitValue() != 0) {
        throw new DevnetException(
            "the deployment failed: %s; its log: %s".formatted(reason(log), log));
      }
      return Deployment.read(deploymentFile());
    } catch (IOException e) {
      throw new DevnetException("the deployment could not be started: " + e.getMessage(), e);
    }
  }

  private ProcessBuilder forge(URI rpcUrl, boolean gasFree, Path plan, Path log) {
    List<String> command = new ArrayList<>();
    command.add(checkout.foundry("forge").toString());
    command.addAll(List.of("script", "script/Deploy.s.sol", "--offline", "--broadcast"));
    command.addAll(List.of("--rpc-url", rpcUrl.toString(), "--private-key", deployerKey()));
    if (gasFree) {
      command.addAll(List.of("--legacy", "--with-gas-price", "0"));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(checkout.contracts().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SW_DEPLOY_CONFIG", plan.toAbsolutePath().toString());
    // forge's notes on what it sent: of this network, and not among the sources.
    builder
        .environment()
        .put("FOUNDRY_BROADCAST", folder.resolve("broadcast").toAbsolutePath().toString());
    // A chain that was started anew has other state at the same block.
    builder.environment().put("FOUNDRY_NO_STORAGE_CACHING", "true");
    builder.environment().put("SW_DEPLOYMENT_FILE", deploymentFile().toAbsolutePath().toString());
    return builder;
  }

  private String committed(NetworkPlan plan) throws IOException {
    Path devnet = checkout.contracts().resolve("script/config/devnet.json");
    return plan.over((ObjectNode) JSON.readTree(Files.readString(devnet))).toPrettyString();
  }

  private static String deployerKey() {
    return Numeric.toHexStringWithPrefixZeroPadded(
        Accounts.deployer().getEcKeyPair().getPrivateKey(), 64);
  }

  private static String reason(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("Error"))
        .findFirst()
        .orElse("no reason given");
  }
}
