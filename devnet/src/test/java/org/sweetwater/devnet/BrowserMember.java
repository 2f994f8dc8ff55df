package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.web3j.crypto.Credentials;
import org.web3j.utils.Numeric;

/**
 * A member before a browser: {@code devnet/client/browser.mjs}, headless Chromium with a wallet
 * that signs for real.
 */
final class BrowserMember implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private BrowserMember(Process process) {
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static BrowserMember start() throws IOException {
    return new BrowserMember(
        new ProcessBuilder("node", Checkout.find().client().resolve("browser.mjs").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /**
   * A visit to a page.
   *
   * @param wallet signs, rejects (an old one that does not announce itself, in the dark), forges or
   *     none
   * @param clicks the buttons that the member presses
   * @param expect what the page says at the end
   */
  record Visit(String wallet, Credentials account, List<String> clicks, String expect) {}

  /** Visits the page; what it said at the end. */
  JsonNode visit(Network network, String url, Visit visit) throws IOException {
    ObjectNode request = JSON.createObjectNode();
    request.put("url", url);
    request.put("chromium", Chromium.find(System.getenv()).orElseThrow().toString());
    request.put("rpcUrl", network.rpcUrl().toString());
    request.put("wallet", visit.wallet());
    request.put(
        "key",
        Numeric.toHexStringWithPrefixZeroPadded(
            visit.account().getEcKeyPair().getPrivateKey(), 64));
    request.put("expect", visit.expect());
    // Old wallets do not announce themselves; it is enough that one of the tests meets such.
    request.put("discovery", visit.wallet().equals("rejects") ? "window.ethereum" : "EIP-6963");
    request.put("dark", visit.wallet().equals("rejects"));
    request.put(
        "screenshots",
        Checkout.find().root().resolve("devnet/target/wallet-page/" + visit.wallet()).toString());
    visit.clicks().forEach(request.putArray("clicks")::add);
    requests.write(JSON.writeValueAsString(request));
    requests.newLine();
    requests.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the browser ended; its error is above");
    }
    JsonNode answer = JSON.readTree(line);
    if (answer.has("failure")) {
      throw new IOException("the member did not come so far: " + answer.path("failure").asText());
    }
    return answer;
  }

  @Override
  public void close() {
    ChildProcess.stop(process);
  }
}
