package org.sweetwater.indexer.graphql;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/** What a client asks, over HTTP or WebSocket. */
record GraphQlRequest(String query, Optional<String> operationName, Map<String, Object> variables) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /**
   * Reads {@code {query, operationName, variables}}.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static GraphQlRequest from(JsonNode request) {
    JsonNode query = request.path("query");
    if (!query.isTextual()) {
      throw new IllegalArgumentException("expected a request with a text 'query'");
    }
    return new GraphQlRequest(
        query.asText(),
        Optional.of(request.path("operationName"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText),
        variables(request.path("variables")));
  }

  private static Map<String, Object> variables(JsonNode variables) {
    if (variables.isMissingNode() || variables.isNull()) {
      return Map.of();
    }
    if (!variables.isObject()) {
      throw new IllegalArgumentException("expected 'variables' to be an object");
    }
    return JSON.convertValue(variables, OBJECT);
  }
}
