package org.sweetwater.bench.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.chain.Anvil;

/**
 * The oracle in a process of its own: with its default configuration, or quicker where a bench only
 * needs it to be done.
 */
public final class OracleProcess implements AutoCloseable {
  /** What {@code sw oracle} gives its JVM; {@code sw bench} hands it on. */
  private static final String SW_OPTIONS = System.getProperty("sweetwater.oracle.options", "");

  private final ServiceProcess service;

  private OracleProcess(ServiceProcess service) {
    this.service = service;
  }

  /**
   * Starts an oracle.
   *
   * @param database where it keeps its tables
   * @param keys of its configuration, beside those that say where everything is
   * @param jvmOptions beside those of {@code sw}, for example {@code -Xmx256m}
   */
  public static OracleProcess start(
      BenchNetwork network,
      TestDatabase database,
      Path folder,
      Map<String, Object> keys,
      List<String> jvmOptions)
      throws IOException {
    List<String> options = new ArrayList<>();
    if (!SW_OPTIONS.isEmpty()) {
      options.addAll(List.of(SW_OPTIONS.split(" ", -1)));
    }
    options.addAll(jvmOptions);
    return new OracleProcess(
        ServiceProcess.start("oracle", config(network, database, keys), folder, options));
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

  /** Its process. */
  public long pid() {
    return service.pid();
  }

  /**
   * Fails when the oracle has ended by itself.
   *
   * @throws IllegalStateException with the end of its log
   */
  public void requireAlive() {
    service.requireAlive();
  }

  @Override
  public void close() {
    service.close();
  }
}
