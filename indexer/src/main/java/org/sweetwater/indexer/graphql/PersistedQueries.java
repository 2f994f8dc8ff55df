package org.sweetwater.indexer.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sweetwater.indexer.graphql.ApiException.Code;

/**
 * Queries that clients sent once with their hash and then ask for by the hash alone, so that a
 * {@code GET} is short enough for every cache.
 *
 * @see <a href="https://www.apollographql.com/docs/apollo-server/performance/apq/">Automatic
 *     persisted queries</a>
 */
final class PersistedQueries {
  private static final int CHARACTERS_MAX = 1 << 20;

  private final RecentlyUsed<String> queries =
      new RecentlyUsed<>(
          CHARACTERS_MAX, entry -> entry.getKey().length() + entry.getValue().length());

  /**
   * The request with its query in it.
   *
   * @throws ApiException when a hash is unknown, or is not that of the query beside it
   */
  JsonNode resolve(JsonNode request) {
    JsonNode persisted = request.path("extensions").path("persistedQuery");
    if (!persisted.isObject()) {
      return request;
    }
    String hash = persisted.path("sha256Hash").asText();
    if (!request.path("query").isTextual()) {
      String query =
          queries
              .find(hash)
              .orElseThrow(
                  () ->
                      new ApiException(
                          Code.PERSISTED_QUERY_NOT_FOUND,
                          "PersistedQueryNotFound: send the query once together with its hash"));
      return ((ObjectNode) request.deepCopy()).put("query", query);
    }
    String query = request.path("query").asText();
    if (!sha256(query).equals(hash)) {
      throw new ApiException(
          Code.PERSISTED_QUERY_MISMATCH,
          "extensions.persistedQuery.sha256Hash: expected the query's SHA-256 in lower-case hex,"
              + " found another");
    }
    queries.keep(hash, query);
    return request;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
