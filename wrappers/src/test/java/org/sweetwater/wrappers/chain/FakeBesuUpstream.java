package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The anvil behind {@link FakeBesu}. */
final class FakeBesuUpstream implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;

  FakeBesuUpstream(URI url) {
    this.url = url;
  }

  /** The whole answer, be it a result or an error. */
  JsonNode ask(String method, JsonNode params) {
    ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    request.put("method", method).set("params", params);
    try {
      HttpRequest post =
          HttpRequest.newBuilder(url)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
              .build();
      return JSON.readTree(http.send(post, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + method, interrupted);
    }
  }

  /** The result of a method that anvil must know. */
  JsonNode result(String method, Object... params) {
    ArrayNode array = JSON.createArrayNode();
    for (Object param : params) {
      array.add(JSON.<JsonNode>valueToTree(param));
    }
    JsonNode answer = ask(method, array);
    if (answer.has("error")) {
      throw new IllegalStateException(method + " failed behind the fake: " + answer.get("error"));
    }
    return answer.path("result");
  }

  long head() {
    return quantity(result("eth_blockNumber")).longValueExact();
  }

  static BigInteger quantity(JsonNode hex) {
    return new BigInteger(hex.asText().substring(2), 16);
  }

  @Override
  public void close() {
    http.close();
  }
}
