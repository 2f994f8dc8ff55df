package org.sweetwater.oracle.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer. */
public record Reply(int status, String contentType, String body) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String PROBLEM = "application/problem+json";
  private static final String JSON = "application/json; charset=utf-8";

  /** Any JSON. */
  public static Reply json(int status, Object body) {
    return new Reply(status, JSON, text(body));
  }

  /** A refusal in the words of Snapshot's services, with what we have to add. */
  public static Reply snapshotError(int status, String error, String description, String detail) {
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
  public static Reply problem(int status, String title, String detail) {
    return new Reply(status, PROBLEM, text(problemBody(status, title, detail)));
  }

  /** An error with members of its own beside those of RFC 9457. */
  public static Reply problem(int status, String detail, Map<String, Object> members) {
    Map<String, Object> body = problemBody(status, titleOf(status), detail);
    body.putAll(members);
    return new Reply(status, PROBLEM, text(body));
  }

  private static Map<String, Object> problemBody(int status, String title, String detail) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", title);
    body.put("status", status);
    body.put("detail", detail);
    return body;
  }

  /** The usual words for a status. */
  public static String titleOf(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }

  private static String text(Object body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + body.getClass(), e);
    }
  }
}
