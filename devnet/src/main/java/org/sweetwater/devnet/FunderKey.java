package org.sweetwater.devnet;

import java.util.Map;
import org.web3j.crypto.Credentials;

/** The private key that pays for a network's accounts on a chain of the user's. */
final class FunderKey {
  private FunderKey() {}

  /** The key in an environment variable. */
  static Credentials fromEnvironment(Map<String, String> environment, String name) {
    String key = environment.get(name);
    if (key == null || key.isBlank()) {
      throw new DevnetException(
          "the funder's key: expected it in the environment variable %s, which is not set"
              .formatted(name));
    }
    return parse(name, key);
  }

  /** The key as 64 hex digits, with or without 0x; the message of a refusal does not repeat it. */
  static Credentials parse(String source, String key) {
    if (!key.strip().matches("(0x)?[0-9a-fA-F]{64}")) {
      throw new DevnetException(
          "%s: expected a private key of 64 hex digits, found %d characters that are none"
              .formatted(source, key.strip().length()));
    }
    return Credentials.create(key.strip());
  }
}
