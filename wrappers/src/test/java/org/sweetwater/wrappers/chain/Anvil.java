package org.sweetwater.wrappers.chain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A private anvil on a free port for tests, with its own methods (mine, set code) at hand. */
public final class Anvil implements AutoCloseable {
  /** The chain id that anvil uses unless told otherwise. */
  public static final long CHAIN_ID = 31_337;

  /** The key of anvil's first account, which has 10,000 ether: public, worthless elsewhere. */
  public static final String FIRST_KEY =
      "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  private static final Path CONTRACTS =
      Path.of(requireNonNull(System.getProperty("contracts.dir"), "contracts.dir"));
  private static final String READY = "Listening on ";

  private final Process process;
  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();

  private Anvil(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts anvil with these extra arguments and waits until it listens. */
  public static Anvil start(String... arguments) {
    List<String> command = new ArrayList<>(List.of(binary().toString(), "--port", "0"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader output = process.inputReader();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(READY)) {
          Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
          return new Anvil(process, URI.create("http://" + line.substring(READY.length()).strip()));
        }
      }
      throw new IllegalStateException("anvil ended before it listened: " + command);
    } catch (IOException notStarted) {
      throw new UncheckedIOException("cannot start anvil: run npm ci in contracts/", notStarted);
    }
  }

  /** Where it listens. */
  public URI url() {
    return url;
  }

  /** Where it listens, with the usual time-outs. */
  public RpcEndpoint endpoint() {
    return RpcEndpoint.of(url);
  }

  /** Calls any of anvil's methods and returns the result. */
  public JsonNode rpc(String method, Object... params) {
    try {
      Map<String, Object> request =
          Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(params));
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(url)
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(mapper.writeValueAsString(request)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode answer = mapper.readTree(response.body());
      if (answer.has("error")) {
        throw new IllegalStateException(method + " failed: " + answer.get("error"));
      }
      return answer.get("result");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + method, interrupted);
    }
  }

  /** Makes this many blocks at once. */
  public void mine(int blocks) {
    rpc("anvil_mine", "0x" + Integer.toHexString(blocks));
  }

  /** Ends the process and waits for its end. */
  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The native program where npm put it; its Node wrapper would outlive a kill. */
  private static Path binary() {
    Path modules = CONTRACTS.resolve("node_modules");
    try (Stream<Path> packages = Files.list(modules.resolve("@foundry-rs"))) {
      return packages
          .map(folder -> folder.resolve("bin/anvil"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(modules.resolve(".bin/anvil"));
    } catch (IOException missing) {
      throw new UncheckedIOException("cannot find anvil: run npm ci in contracts/", missing);
    }
  }
}
