package org.sweetwater.bench.network;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.OracleCommand;
import org.sweetwater.wrappers.chain.Anvil;
import picocli.CommandLine;

/**
 * The oracle as operators run it, in a process of its own: with its default configuration, or
 * quicker where a bench only needs it to be done.
 */
public final class OracleProcess implements AutoCloseable {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int STOP_SECONDS_MAX = 15;

  private final Process process;

  private OracleProcess(Process process) {
    this.process = process;
  }

  /** What the process runs: {@code sw oracle} without the rest of {@code sw}. */
  public static final class Main {
    private Main() {}

    /** {@code sw oracle} with these arguments. */
    public static void main(String[] args) {
      System.exit(new CommandLine(new OracleCommand()).execute(args));
    }
  }

  /**
   * Starts an oracle.
   *
   * @param database where it keeps its tables
   * @param keys of its configuration, beside those that say where everything is
   * @param jvmOptions for example {@code -Xmx256m}
   */
  public static OracleProcess start(
      BenchNetwork network,
      TestDatabase database,
      Path folder,
      Map<String, Object> keys,
      List<String> jvmOptions)
      throws IOException {
    Path config = folder.resolve("oracle.yaml");
    Files.writeString(config, YAML.writeValueAsString(config(network, database, keys)));
    java.util.ArrayList<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("run", "--config", config.toString()));
    return new OracleProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("oracle.log").toFile())
            .start());
  }

  private static Map<String, Object> config(
      BenchNetwork network, TestDatabase database, Map<String, Object> more) {
    DatabaseConfig login = database.config();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(
        "database", Map.of("url", login.url(), "user", login.user(), "password", login.password()));
    keys.put("chain", Map.of("rpcUrl", network.contracts().anvil().url().toString()));
    keys.put("deployment", network.contracts().file().toString());
    keys.put("http", Map.of("host", "127.0.0.1", "port", 0));
    keys.put("hubUrl", network.hub().resolve("/graphql").toString());
    keys.put("relayKey", Anvil.FIRST_KEY);
    keys.putAll(more);
    return keys;
  }

  /**
   * Fails when the oracle has ended by itself.
   *
   * @throws IllegalStateException naming its log
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the oracle ended by itself with exit code " + process.exitValue());
    }
  }

  /** Stops it in an orderly way, so that it writes what it measured of itself. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
