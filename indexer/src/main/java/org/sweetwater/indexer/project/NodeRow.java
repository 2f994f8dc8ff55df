package org.sweetwater.indexer.project;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.sweetwater.wrappers.Address;

/** A node of the mesh. */
public record NodeRow(
    Address id,
    Address operator,
    NodeStatus status,
    Address telemetryKey,
    Instant registeredAt,
    Instant activatableAt,
    Optional<Instant> activatedAt,
    Optional<BigInteger> suspendedUntil,
    Optional<Boolean> suspendedByBallot,
    Optional<Instant> leftAt)
    implements Row.Versioned {
  static Key key(Address id) {
    return Key.of(NodeRow.class, id);
  }

  @Override
  public Key key() {
    return key(id);
  }

  NodeRow activated(Instant at) {
    return becoming(NodeStatus.ACTIVE, Optional.of(at), leftAt);
  }

  NodeRow suspended(BigInteger untilSeconds, boolean byBallot) {
    return new NodeRow(
        id,
        operator,
        NodeStatus.SUSPENDED,
        telemetryKey,
        registeredAt,
        activatableAt,
        activatedAt,
        Optional.of(untilSeconds),
        Optional.of(byBallot),
        leftAt);
  }

  NodeRow quarantined() {
    return becoming(NodeStatus.QUARANTINED, activatedAt, leftAt);
  }

  NodeRow reinstated() {
    return becoming(NodeStatus.ACTIVE, activatedAt, leftAt);
  }

  NodeRow left(Instant at) {
    return becoming(NodeStatus.LEFT, activatedAt, Optional.of(at));
  }

  NodeRow withTelemetryKey(Address key) {
    return new NodeRow(
        id,
        operator,
        status,
        key,
        registeredAt,
        activatableAt,
        activatedAt,
        suspendedUntil,
        suspendedByBallot,
        leftAt);
  }

  /** Any change of status ends a suspension, as in the contract. */
  private NodeRow becoming(
      NodeStatus nextStatus, Optional<Instant> nextActivatedAt, Optional<Instant> nextLeftAt) {
    return new NodeRow(
        id,
        operator,
        nextStatus,
        telemetryKey,
        registeredAt,
        activatableAt,
        nextActivatedAt,
        Optional.empty(),
        Optional.empty(),
        nextLeftAt);
  }
}
