package org.sweetwater.indexer.decode;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.sweetwater.wrappers.Address;

/**
 * An event of the NodeRegistry; {@code contracts/src/interfaces/INodeRegistry.sol} says what each
 * means.
 */
public sealed interface RegistryEvent extends ContractEvent {
  /** An operator was let in by these, or by a ballot or the deployment when there are none. */
  record OperatorAdmitted(Address operator, List<Address> vouchers) implements RegistryEvent {
    /** Copies the list. */
    public OperatorAdmitted {
      vouchers = List.copyOf(vouchers);
    }
  }

  /** An operator's membership ended for good. */
  record OperatorRevoked(Address operator) implements RegistryEvent {}

  /** A node was registered and waits until it may be activated. */
  record NodeRegistered(
      Address node,
      Address operator,
      Address telemetryKey,
      Instant registeredAt,
      Instant activatableAt)
      implements RegistryEvent {}

  /** A node got its voice. */
  record NodeActivated(Address node, Address operator) implements RegistryEvent {}

  /** A node lost its voice until {@code untilSeconds}, in Unix seconds of up to 64 bits. */
  record NodeSuspended(Address node, Address operator, BigInteger untilSeconds, boolean byBallot)
      implements RegistryEvent {}

  /** A node lost its voice until a ballot restores it. */
  record NodeQuarantined(Address node, Address operator) implements RegistryEvent {}

  /** A suspension or quarantine ended. */
  record NodeReinstated(Address node, Address operator) implements RegistryEvent {}

  /** A node left for good. */
  record NodeLeft(Address node, Address operator) implements RegistryEvent {}

  /** From {@code validFrom} on the node signs telemetry with this key. */
  record TelemetryKeySet(Address node, Address telemetryKey, Instant validFrom)
      implements RegistryEvent {}

  /** The active nodes of the network changed. */
  record TotalPowerChanged(long previousTotal, long newTotal) implements RegistryEvent {}

  /** The active nodes of one operator changed: its power before the cap. */
  record DelegateVotesChanged(Address operator, int previousVotes, int newVotes)
      implements RegistryEvent {}
}
