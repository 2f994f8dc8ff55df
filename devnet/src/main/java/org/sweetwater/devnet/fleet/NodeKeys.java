package org.sweetwater.devnet.fleet;

import java.nio.charset.StandardCharsets;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;

/**
 * The keys of simulated nodes and of their operators: hashes of a public text and a number, so
 * worthless ones that everybody knows. Deriving a thousand of them by BIP-32 would take seconds.
 */
public final class NodeKeys {
  private NodeKeys() {}

  /** The key of node {@code index}, from 0. */
  public static SigningKey node(int index) {
    return SigningKey.of(secret("node", index));
  }

  /** The telemetry address of node {@code index}; nobody needs its key. */
  static Address telemetry(int index) {
    return SigningKey.of(secret("telemetry", index)).address();
  }

  /** The account of operator {@code index}, from 0. */
  public static Credentials operator(int index) {
    return Credentials.create(Hash32.of(secret("operator", index)).hex());
  }

  private static byte[] secret(String kind, int index) {
    return Hash32.keccak(
            "sweetwater devnet %s %d".formatted(kind, index).getBytes(StandardCharsets.UTF_8))
        .bytes();
  }
}
