package org.sweetwater.oracle.message;

import java.util.Optional;
import org.sweetwater.wrappers.Hash32;

/** Reads proposal ids as messages name them: in any case, sometimes not a hash at all. */
final class ProposalIds {
  private ProposalIds() {}

  static Optional<Hash32> parse(String text) {
    try {
      return Optional.of(Hash32.parse(text));
    } catch (IllegalArgumentException notAHash) {
      // The expected answer for the IPFS ids of old proposals.
      return Optional.empty();
    }
  }
}
