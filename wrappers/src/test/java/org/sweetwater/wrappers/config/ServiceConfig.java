package org.sweetwater.wrappers.config;

import java.time.Duration;
import java.util.Optional;

/** A configuration as services have them, with defaults in the resource of the same name. */
record ServiceConfig(Duration poll, Chain chain, Optional<Secret> key) {
  ServiceConfig {
    if (poll.isNegative() || poll.isZero()) {
      throw new IllegalArgumentException("poll must be above 0, found " + poll);
    }
  }

  record Chain(String rpcUrl, int confirmations, Optional<Long> chainId) {}
}
