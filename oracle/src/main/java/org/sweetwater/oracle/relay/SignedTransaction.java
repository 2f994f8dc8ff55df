package org.sweetwater.oracle.relay;

import java.util.Locale;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Fees;

/**
 * A transaction as it goes over the wire.
 *
 * @param hash Keccak-256 of {@code raw}
 * @param purpose whether it makes the call or only uses its nonce up
 */
record SignedTransaction(
    Hash32 hash, Address sender, long nonce, Purpose purpose, Bytes raw, long gasLimit, Fees fees) {
  /** What a transaction is for. */
  enum Purpose {
    CALL,
    /** An empty payment to the sender itself. */
    CANCEL;

    String sql() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Purpose fromSql(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
