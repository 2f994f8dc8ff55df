package org.sweetwater.devnet.ballot;

import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Hash32;

/**
 * What indexer and hub add to the chain's own facts about a ballot.
 *
 * @param title the proposal's title as the hub shows it
 * @param relays the transactions that the oracle says it sent
 * @param proposal why the oracle did not open it, where it says so
 * @param silences who could not be asked, and why
 */
record OffChain(
    Optional<String> title, List<Relay> relays, Optional<String> proposal, List<String> silences) {
  OffChain {
    relays = List.copyOf(relays);
    silences = List.copyOf(silences);
  }

  /** A transaction of the oracle's. */
  record Relay(
      String kind, Hash32 transaction, long votes, Optional<Long> gasUsed, String status) {}
}
