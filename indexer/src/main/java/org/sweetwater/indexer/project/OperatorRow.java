package org.sweetwater.indexer.project;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;

/** A member of the network. */
public record OperatorRow(
    Address id,
    List<Address> vouchers,
    Instant admittedAt,
    Optional<Instant> activeSince,
    Optional<Instant> revokedAt,
    int nodeCount,
    int activeNodeCount)
    implements Row.Versioned {
  /** Copies the list. */
  public OperatorRow {
    vouchers = List.copyOf(vouchers);
  }

  static Key key(Address id) {
    return Key.of(OperatorRow.class, id);
  }

  @Override
  public Key key() {
    return key(id);
  }

  OperatorRow revoked(Instant at) {
    return new OperatorRow(
        id, vouchers, admittedAt, activeSince, Optional.of(at), nodeCount, activeNodeCount);
  }

  OperatorRow withNodes(int count) {
    return new OperatorRow(
        id, vouchers, admittedAt, activeSince, revokedAt, count, activeNodeCount);
  }

  /** The unbroken time with an active node begins with the first and ends with the last one. */
  OperatorRow withActiveNodes(int count, Instant at) {
    Optional<Instant> since = count == 0 ? Optional.empty() : activeSince.or(() -> Optional.of(at));
    return new OperatorRow(id, vouchers, admittedAt, since, revokedAt, nodeCount, count);
  }
}
