package org.sweetwater.oracle.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;

/** The public Snapshot client: {@code devnet/client/member.mjs}, in a Node process. */
final class SnapshotClient implements AutoCloseable {
  private final URI hub;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  SnapshotClient(URI hub) throws IOException {
    Path folder = Path.of(Objects.requireNonNull(System.getProperty("contracts.dir")));
    Path client = folder.resolveSibling("devnet").resolve("client");
    if (!Files.isDirectory(client.resolve("node_modules"))) {
      throw new IllegalStateException("not installed: run npm ci in " + client);
    }
    this.hub = hub;
    this.process =
        new ProcessBuilder("node", client.resolve("member.mjs").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Signs and posts with the client's own method of that name. */
  JsonNode perform(String action, TestSigner signer, ObjectNode message) throws IOException {
    return perform(action, signer, signer.address(), message);
  }

  /** Signs with one account's key in the name of another. */
  JsonNode perform(String action, TestSigner signer, Address as, ObjectNode message)
      throws IOException {
    ObjectNode request = TestHub.JSON.createObjectNode();
    request.put("hub", hub.toString()).put("action", action).put("as", as.checksummed());
    request.put("key", "0x" + HexFormat.of().formatHex(signer.key().reveal()));
    request.set("message", message);
    requests.write(request.toString());
    requests.newLine();
    requests.flush();
    return TestHub.JSON.readTree(Objects.requireNonNull(answers.readLine(), "node ended"));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
