package org.sweetwater.example;

import com.fasterxml.jackson.databind.JsonNode;

/** What a GraphQL answer says went wrong. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  private ApiException(String message, String code) {
    super(message);
    this.code = code;
  }

  /** From the list {@code errors} of an answer. */
  static ApiException of(JsonNode errors) {
    return new ApiException(
        errors.at("/0/message").asText("no reason given"),
        errors.at("/0/extensions/code").asText("UNKNOWN"));
  }

  /** One of those in docs/api.md, for example {@code CURSOR_EXPIRED}. */
  String code() {
    return code;
  }
}
