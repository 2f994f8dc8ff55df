package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a hub's answer. The status says little: a hub may send errors with 200 and
 * useful bodies with 500, so the body is read whatever the status is.
 */
final class HubBody {
  private static final int TOO_MANY_REQUESTS = 429;

  /** An answer to our deepest query has 5 levels; a vote's metadata may have some of its own. */
  private static final int DEPTH_MAX = 32;

  /** A full page has about 20,000; each one costs memory, however short its text. */
  private static final long TOKENS_MAX = 500_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxTokenCount(TOKENS_MAX)
                          .maxNumberLength(100)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private HubBody() {}

  /** The {@code data} of an answer that has no errors. */
  static JsonNode data(int status, byte[] body) throws HubFailureException {
    JsonNode root = root(status, body);
    JsonNode errors = root.path("errors");
    if (errors.isArray() && !errors.isEmpty()) {
      throw failure(status, "error " + shown(errors.get(0).path("message").asText()), null);
    }
    if (root.has("error")) {
      throw failure(
          status,
          "error "
              + shown(root.path("error").asText() + ": " + root.path("error_description").asText()),
          null);
    }
    if (!root.path("data").isObject()) {
      throw failure(status, "JSON without data", null);
    }
    return root.path("data");
  }

  private static JsonNode root(int status, byte[] body) throws HubFailureException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw failure(status, "a body that is not JSON: " + shown(e.getOriginalMessage()), e);
    } catch (IOException e) {
      // UTF-32 that is none; reading from memory has no other way to fail.
      throw failure(status, "a body that is not JSON: " + shown(String.valueOf(e.getMessage())), e);
    }
  }

  private static HubFailureException failure(int status, String found, @Nullable Throwable cause) {
    return new HubFailureException(
        "HTTP %d, %s".formatted(status, found), status == TOO_MANY_REQUESTS, cause);
  }

  /** Hostile text, in one short line. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return '"' + (line.length() <= 200 ? line : line.substring(0, 200) + "…") + '"';
  }
}
