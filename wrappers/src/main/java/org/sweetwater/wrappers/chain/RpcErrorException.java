package org.sweetwater.wrappers.chain;

import java.util.Locale;
import java.util.Optional;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.RetryableException;

/**
 * The node answered with a JSON-RPC error that no typed outcome covers.
 *
 * <p>Retryable, because the same codes serve a lagging or busy node and a wrong request; whoever
 * retries has a limit.
 */
public final class RpcErrorException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private static final int REVERTED = 3;
  private static final int LIMIT_EXCEEDED = -32005;

  private final String method;
  private final int code;
  private final String reason;
  private final transient Bytes data;

  RpcErrorException(RpcEndpoint endpoint, String method, RpcError error) {
    super(
        "chain: "
            + method
            + " at "
            + endpoint.shown()
            + " failed with code "
            + error.code()
            + ": "
            + error.message());
    this.method = method;
    this.code = error.code();
    this.reason = error.message();
    this.data = error.data();
  }

  /** The JSON-RPC method that failed. */
  public String method() {
    return method;
  }

  /** The JSON-RPC error code. */
  public int code() {
    return code;
  }

  /** The node's own words on one line, at most 300 characters. Never decide by them alone. */
  public String reason() {
    return reason;
  }

  /** Whether a log query spanned more blocks than the node allows: ask for a shorter range. */
  public boolean isRangeLimit() {
    String lower = reason.toLowerCase(Locale.ROOT);
    return code == LIMIT_EXCEEDED && lower.contains("range");
  }

  /**
   * Whether the code that was called stopped without a revert: out of gas, an invalid instruction.
   * The nodes' codes for it serve other failures too, so their words must tell: Besu's "Transaction
   * processing could not be completed due to an exception (Out of gas)", anvil's "EVM error
   * OutOfGas".
   */
  boolean isHalt() {
    return reason.contains("could not be completed due to an exception")
        || reason.startsWith("EVM error ");
  }

  /**
   * The contract's revert, when this is one: code 3 (Besu, Geth, anvil), or the bytes of a revert
   * beside a message that calls them so (Hardhat).
   */
  Optional<Revert> revert() {
    boolean isCalledSo = !data.isEmpty() && reason.toLowerCase(Locale.ROOT).contains("revert");
    return code == REVERTED || isCalledSo ? Optional.of(new Revert(data)) : Optional.empty();
  }
}
