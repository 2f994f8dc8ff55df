package org.sweetwater.indexer.graphql;

/**
 * The client asked for something that it cannot have; the message says what, and what it may have.
 */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Machine-readable kinds, in {@code errors[].extensions.code}. */
  enum Code {
    /** A filter's value is not of its field's form, or there are too many. */
    BAD_FILTER,
    /** {@code after} is no cursor of this API, or of another order. */
    BAD_CURSOR,
    /** The query nests deeper than is allowed. */
    QUERY_TOO_DEEP,
    /** The answer could hold more fields than is allowed. */
    QUERY_TOO_COSTLY,
    /** The operator has switched introspection off. */
    INTROSPECTION_DISABLED,
    /** The client asked too often; HTTP 429. */
    RATE_LIMITED,
    /** No query with this hash is known; send it once with the hash. */
    PERSISTED_QUERY_NOT_FOUND,
    /** The hash is not that of the query beside it. */
    PERSISTED_QUERY_MISMATCH,
    /** Nothing that a subscription's cursor knows is on the chain any more. */
    CURSOR_EXPIRED,
    /** {@code first} or {@code skip} is out of range. */
    BAD_PAGE,
    /** The block asked for is not indexed (yet), or is before the deployment. */
    BLOCK_NOT_INDEXED,
    /** The database took too long. */
    TIMEOUT,
    /** Off-chain tables are not in this database. */
    OFF_CHAIN_UNAVAILABLE,
    /** A subscription was asked over HTTP. */
    WEBSOCKET_NEEDED
  }

  private final Code code;

  ApiException(Code code, String message) {
    super(message);
    this.code = code;
  }

  Code code() {
    return code;
  }
}
