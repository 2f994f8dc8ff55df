package org.sweetwater.oracle.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer. */
record Reply(int status, String contentType, String body) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String JSON = "application/json; charset=utf-8";

  /** Any JSON. */
  static Reply json(int status, Object body) {
    return new Reply(status, JSON, text(body));
  }

  /** A refusal in the words of Snapshot's services, with what we have to add. */
  static Reply snapshotError(int status, String error, String description, String detail) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", description);
    if (!detail.isEmpty()) {
      body.put("detail", detail);
    }
    return json(status, body);
  }

  /**
   * An error of an endpoint that Snapshot does not have.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
   */
  static Reply problem(int status, String title, String detail) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title);
    body.put("status", status);
    body.put("detail", detail);
    return new Reply(status, "application/problem+json", text(body));
  }

  private static String text(Object body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + body.getClass(), e);
    }
  }
}
