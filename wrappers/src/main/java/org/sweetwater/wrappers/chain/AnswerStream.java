package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Bytes;

/**
 * Reads JSON-RPC answers token by token, without a tree of the results in between: answers of many
 * megabytes are read while they arrive.
 *
 * @see <a href="https://www.jsonrpc.org/specification">JSON-RPC 2.0, sections 5 and 6</a>
 */
final class AnswerStream {
  private static final JsonFactory JSON = new ObjectMapper().getFactory();
  private static final long NO_ID = -1;

  private AnswerStream() {}

  /** Reads one result; the parser stands at its first token and is left at its last. */
  @FunctionalInterface
  interface ResultReader<T> {
    T read(JsonParser parser) throws IOException;
  }

  /**
   * One answer.
   *
   * @param id of the request; -1 when the node gave none
   * @param error empty when there is a result
   * @param result empty when it is null, or when there is an error
   */
  record Answer<T>(long id, Optional<RpcError> error, Optional<T> result) {}

  /** The answers of a body: several to a batch, one to a single request, in the node's order. */
  static <T> List<Answer<T>> read(InputStream body, ResultReader<T> reader) throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      List<Answer<T>> answers = new ArrayList<>();
      switch (parser.nextToken()) {
        case START_OBJECT -> answers.add(answer(parser, reader));
        case START_ARRAY -> {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireToken(parser, JsonToken.START_OBJECT, "an answer");
            answers.add(answer(parser, reader));
          }
        }
        case null, default -> throw malformed("an answer or a list of them", parser);
      }
      return answers;
    }
  }

  private static <T> Answer<T> answer(JsonParser parser, ResultReader<T> reader)
      throws IOException {
    long id = NO_ID;
    RpcError error = null;
    T result = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "id" -> id = parser.getValueAsLong(NO_ID);
        case "error" -> error = error(parser);
        case "result" -> result = isNull(parser) ? null : reader.read(parser);
        default -> parser.skipChildren();
      }
    }
    return new Answer<>(id, Optional.ofNullable(error), Optional.ofNullable(result));
  }

  private static @Nullable RpcError error(JsonParser parser) throws IOException {
    if (isNull(parser)) {
      return null;
    }
    JsonNode json = parser.readValueAsTree();
    return new RpcError(
        json.path("code").asInt(), json.path("message").asText("no message"), Bytes.EMPTY);
  }

  private static boolean isNull(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Refuses any other token: what the node sent is not of the form that we asked for. */
  static void requireToken(JsonParser parser, JsonToken token, String what) throws IOException {
    if (parser.currentToken() != token) {
      throw malformed(what, parser);
    }
  }

  private static IllegalArgumentException malformed(String expected, JsonParser found)
      throws IOException {
    return new IllegalArgumentException(
        "expected %s, found %s %s"
            .formatted(expected, found.currentToken(), String.valueOf(found.getText())));
  }
}
