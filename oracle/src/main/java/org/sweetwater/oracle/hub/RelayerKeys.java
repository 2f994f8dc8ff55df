package org.sweetwater.oracle.hub;

import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.config.Secret;

/** Where the key comes from that signs receipts. */
final class RelayerKeys {
  private RelayerKeys() {}

  /** The configured key, or the one in the database, which is made the first time. */
  static SigningKey load(Optional<Secret> configured, Jdbi jdbi) {
    return configured
        .map(
            secret -> {
              try {
                return SigningKey.parse(secret.reveal());
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("relayerKey: " + e.getMessage(), e);
              }
            })
        .orElseGet(() -> stored(jdbi));
  }

  private static SigningKey stored(Jdbi jdbi) {
    return jdbi.inTransaction(
        handle -> {
          handle
              .createUpdate(
                  "INSERT INTO oracle.hub_relayer_key (private_key) VALUES (?) ON CONFLICT DO NOTHING")
              .bind(0, SigningKey.random().reveal())
              .execute();
          return handle
              .createQuery("SELECT private_key FROM oracle.hub_relayer_key")
              .map((row, context) -> SigningKey.of(row.getBytes(1)))
              .one();
        });
  }
}
