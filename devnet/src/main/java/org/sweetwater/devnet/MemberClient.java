package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sweetwater.wrappers.Address;
import org.web3j.crypto.Credentials;
import org.web3j.utils.Numeric;

/**
 * Members at their wallets: {@code devnet/client/member.mjs}, in which the public Snapshot client
 * signs and posts.
 *
 * <p>Not for several threads at once.
 */
final class MemberClient implements AutoCloseable {
  /** What the hub made of a message. */
  sealed interface Answer {
    /** Taken; {@code id} is the message's EIP-712 digest. */
    record Taken(String id) implements Answer {}

    /** Refused with the hub's error code and words. */
    record Refused(String error, String reason) implements Answer {}
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private final URI hub;

  private MemberClient(Process process, URI hub) {
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.hub = hub;
  }

  /** Starts the client against the hub whose sequencer answers at {@code hub}. */
  static MemberClient start(Checkout checkout, URI hub) {
    Path script = checkout.client().resolve("member.mjs");
    if (!Files.isDirectory(checkout.client().resolve("node_modules"))) {
      throw new DevnetException(
          "the Snapshot client is not installed; run npm ci in devnet/client/, or use ./sw, which does");
    }
    try {
      return new MemberClient(
          new ProcessBuilder("node", script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start(),
          hub);
    } catch (IOException e) {
      throw new DevnetException(
          "node did not start; install Node.js 20 or newer (" + e.getMessage() + ")", e);
    }
  }

  /** Signs and posts a proposal. */
  Answer propose(Credentials author, ObjectNode message) {
    return perform("proposal", author, Accounts.addressOf(author), message);
  }

  /** Signs and posts a vote on a basic proposal: choice 1, 2 or 3. */
  Answer vote(Credentials voter, String space, String proposal, int choice, String reason) {
    return perform("vote", voter, Accounts.addressOf(voter), vote(space, proposal, choice, reason));
  }

  /** Posts a vote in the name of {@code claimed} that somebody else signed. */
  Answer forge(Credentials signer, Address claimed, String space, String proposal, int choice) {
    return perform("vote", signer, claimed, vote(space, proposal, choice, ""));
  }

  /** Deletes a proposal from the hub. */
  Answer delete(Credentials author, String space, String proposal) {
    ObjectNode message = JSON.createObjectNode().put("space", space).put("proposal", proposal);
    return perform("cancelProposal", author, Accounts.addressOf(author), message);
  }

  /** A private key as the client reads it. */
  static String keyOf(Credentials signer) {
    return Numeric.toHexStringWithPrefixZeroPadded(signer.getEcKeyPair().getPrivateKey(), 64);
  }

  /** A vote on a basic proposal, for the client to sign. */
  static ObjectNode vote(String space, String proposal, int choice, String reason) {
    return JSON.createObjectNode()
        .put("space", space)
        .put("proposal", proposal)
        .put("type", "basic")
        .put("choice", choice)
        .put("reason", reason)
        .put("app", "sweetwater");
  }

  private Answer perform(String action, Credentials signer, Address as, ObjectNode message) {
    ObjectNode request = JSON.createObjectNode();
    request.put("key", keyOf(signer));
    request.put("as", as.checksummed());
    return perform(action, request, message);
  }

  /**
   * Has the client sign and post.
   *
   * @param request who signs, in the terms of {@code member.mjs}; the rest is filled in
   */
  Answer perform(String action, ObjectNode request, ObjectNode message) {
    request.put("hub", hub.toString());
    request.put("action", action);
    request.set("message", message);
    try {
      requests.write(JSON.writeValueAsString(request));
      requests.newLine();
      requests.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new DevnetException("the Snapshot client ended; its error is above");
      }
      return read(JSON.readTree(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer read(JsonNode answer) {
    return answer.path("ok").asBoolean()
        ? new Answer.Taken(answer.at("/response/id").asText())
        : new Answer.Refused(answer.path("error").asText(), answer.path("reason").asText());
  }

  @Override
  public void close() {
    ChildProcess.stop(process);
  }
}
