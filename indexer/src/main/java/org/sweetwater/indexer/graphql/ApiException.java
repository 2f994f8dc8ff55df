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
    /** {@code first} or {@code skip} is out of range. */
    BAD_PAGE,
    /** The block asked for is not indexed (yet), or is before the deployment. */
    BLOCK_NOT_INDEXED,
    /** The database took too long. */
    TIMEOUT,
    /** Off-chain tables are not in this database. */
    OFF_CHAIN_UNAVAILABLE
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
