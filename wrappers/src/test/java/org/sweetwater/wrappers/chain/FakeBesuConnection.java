package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One HTTP/1.1 connection to {@link FakeBesu}, with Besu's own ideas about status codes. */
final class FakeBesuConnection {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BATCH_MAX = 1024;
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1");

  private final InputStream in;
  private final OutputStream out;
  private final FakeBesuRules rules;

  /** The head of a request. */
  private record Head(String method, String path, Map<String, String> headers) {}

  FakeBesuConnection(Socket socket, FakeBesuRules rules) throws IOException {
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    this.rules = rules;
  }

  /** Answers request after request until the client closes the connection. */
  void serve() throws IOException {
    String first = line();
    while (!first.isEmpty()) {
      Head head = head(first);
      int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
      byte[] body = in.readNBytes(length);
      answer(head, body);
      first = line();
    }
  }

  private Head head(String first) throws IOException {
    String[] words = first.split(" ", -1);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Head(words[0], words[1], headers);
  }

  /** The next line without its end; empty at the end of the stream. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private void answer(Head head, byte[] body) throws IOException {
    String host = head.headers().getOrDefault("host", "").replaceFirst(":\\d+$", "");
    if (!HOSTS.contains(host)) {
      reply("403 Forbidden", "{\"message\":\"Host not authorized.\"}");
    } else if (!head.path().equals("/")) {
      reply("404 Not Found", "<html><body><h1>Resource not found</h1></body></html>");
    } else if (head.method().equals("GET")) {
      reply("201 Created", "");
    } else {
      answerRpc(body);
    }
  }

  private void answerRpc(byte[] body) throws IOException {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (JacksonException broken) {
      reply("400 Bad Request", error(-32700, "Parse error"));
      return;
    }
    if (request instanceof ArrayNode batch) {
      answerBatch(batch);
    } else if (!request.path("method").isTextual()) {
      reply("400 Bad Request", error(-32600, "Invalid Request"));
    } else if (!request.has("id")) {
      reply("200 OK", "");
    } else {
      reply("200 OK", rules.answer(request).toString());
    }
  }

  private void answerBatch(ArrayNode batch) throws IOException {
    if (batch.isEmpty()) {
      reply("400 Bad Request", error(-32600, "Invalid Request"));
    } else if (batch.size() > BATCH_MAX) {
      reply("200 OK", error(-32005, "Number of requests exceeds max batch size"));
    } else {
      ArrayNode answers = JSON.createArrayNode();
      batch.forEach(request -> answers.add(rules.answer(request)));
      reply("200 OK", answers.toString());
    }
  }

  private static String error(int code, String message) {
    return new FakeBesuError(code, message).answer(JsonNodeFactory.instance.nullNode()).toString();
  }

  private void reply(String status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
            .formatted(status, bytes.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.flush();
  }

  /** An answer that holds a result. */
  static ObjectNode result(JsonNode id, JsonNode result) {
    ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
    answer.set("id", id);
    answer.set("result", result);
    return answer;
  }
}
