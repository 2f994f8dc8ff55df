package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error answer of {@link FakeBesu}: code, message and, for reverts, data. */
final class FakeBesuError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String data;

  FakeBesuError(int code, String message) {
    this(code, message, "");
  }

  /** With the bytes of a revert; none when {@code data} is empty. */
  FakeBesuError(int code, String message, String data) {
    super(message, null, false, false);
    this.code = code;
    this.data = data;
  }

  ObjectNode answer(JsonNode id) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    answer.set("id", id);
    ObjectNode error = answer.putObject("error").put("code", code).put("message", getMessage());
    if (!data.isEmpty()) {
      error.put("data", data);
    }
    return answer;
  }
}
