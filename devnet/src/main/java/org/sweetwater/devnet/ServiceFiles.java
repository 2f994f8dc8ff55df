package org.sweetwater.devnet;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sweetwater.migrations.DatabaseConfig;
import org.web3j.crypto.Credentials;
import org.web3j.utils.Numeric;

/**
 * Writes the services' configuration files, the same that an operator writes by hand; so each
 * service of a devnet can also be run alone, with {@code sw oracle run --config …}.
 */
record ServiceFiles(
    Path folder, Path deployment, URI rpcUrl, DatabaseConfig database, Ports ports) {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  Path hub() {
    Map<String, Object> keys = common(ports.hub());
    keys.put("requestsPerMinute", 0);
    return write("hub.yaml", keys);
  }

  Path indexer() {
    Map<String, Object> keys = common(ports.indexer());
    keys.put("pollInterval", "250ms");
    return write("indexer.yaml", keys);
  }

  /** The oracle: {@code payer} pays for its transactions, {@code attestor} signs its results. */
  Path oracle(Credentials payer, Credentials attestor) {
    Map<String, Object> keys = common(ports.oracle());
    keys.put("hubUrl", "http://127.0.0.1:%d/graphql".formatted(ports.hub()));
    keys.put("relayKey", hex(payer));
    keys.put("pollInterval", "500ms");
    keys.put("confirmations", 1);
    keys.put("countInterval", "4s");
    keys.put(
        "cradle", Map.of("archive", archive().toUri().toString(), "attestorKey", hex(attestor)));
    return write("oracle.yaml", keys);
  }

  /** Where the network's experiments and their results are kept. */
  Path archive() {
    return folder.resolve("archive");
  }

  private static String hex(Credentials key) {
    return Numeric.toHexStringWithPrefixZeroPadded(key.getEcKeyPair().getPrivateKey(), 64);
  }

  URI oracleUri() {
    return URI.create("http://127.0.0.1:" + ports.oracle());
  }

  private Map<String, Object> common(int port) {
    Map<String, Object> keys = new LinkedHashMap<>();
    Map<String, Object> login = new LinkedHashMap<>();
    login.put("url", database.url());
    login.put("user", database.user());
    login.put("password", database.password());
    keys.put("database", login);
    keys.put("chain", Map.of("rpcUrl", rpcUrl.toString()));
    keys.put("deployment", deployment.toString());
    keys.put("http", Map.of("host", "127.0.0.1", "port", port));
    return keys;
  }

  private Path write(String name, Map<String, Object> keys) {
    try {
      return Files.writeString(folder.resolve(name), YAML.writeValueAsString(keys));
    } catch (IOException e) {
      throw new DevnetException(
          "cannot write %s: %s".formatted(folder.resolve(name), e.getMessage()), e);
    }
  }
}
