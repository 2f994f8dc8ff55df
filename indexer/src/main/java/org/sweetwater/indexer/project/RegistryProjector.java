package org.sweetwater.indexer.project;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sweetwater.indexer.decode.RegistryEvent;
import org.sweetwater.wrappers.Address;

/** Operators, nodes, telemetry keys and the network's power. */
final class RegistryProjector {
  private final Ledger ledger;
  private final Rows rows;

  RegistryProjector(Ledger ledger) {
    this.ledger = ledger;
    this.rows = new Rows(ledger);
  }

  void project(RegistryEvent event, Origin origin) {
    switch (event) {
      case RegistryEvent.OperatorAdmitted e -> ledger.put(admitted(e, origin), origin);
      case RegistryEvent.OperatorRevoked e ->
          operator(e.operator(), origin, row -> row.revoked(origin.minedAt()));
      case RegistryEvent.NodeRegistered e -> {
        ledger.put(registered(e), origin);
        operator(e.operator(), origin, row -> row.withNodes(row.nodeCount() + 1));
      }
      case RegistryEvent.NodeActivated e ->
          node(e.node(), origin, row -> row.activated(origin.minedAt()));
      case RegistryEvent.NodeSuspended e ->
          node(e.node(), origin, row -> row.suspended(e.untilSeconds(), e.byBallot()));
      case RegistryEvent.NodeQuarantined e -> node(e.node(), origin, NodeRow::quarantined);
      case RegistryEvent.NodeReinstated e -> node(e.node(), origin, NodeRow::reinstated);
      case RegistryEvent.NodeLeft e -> {
        node(e.node(), origin, row -> row.left(origin.minedAt()));
        operator(e.operator(), origin, row -> row.withNodes(row.nodeCount() - 1));
      }
      case RegistryEvent.TelemetryKeySet e -> {
        ledger.add(new TelemetryKeyRow(e.node(), e.telemetryKey(), e.validFrom()), origin);
        node(e.node(), origin, row -> row.withTelemetryKey(e.telemetryKey()));
      }
      case RegistryEvent.TotalPowerChanged e ->
          ledger.put(network().withTotalPower(e.newTotal()), origin);
      case RegistryEvent.DelegateVotesChanged e ->
          operator(
              e.operator(), origin, row -> row.withActiveNodes(e.newVotes(), origin.minedAt()));
    }
  }

  private NetworkRow network() {
    return ledger.find(NetworkRow.class, NetworkRow.key(NetworkRow.ID)).orElse(NetworkRow.EMPTY);
  }

  private void operator(Address id, Origin origin, UnaryOperator<OperatorRow> change) {
    rows.change(OperatorRow.class, OperatorRow.key(id), origin, change);
  }

  private void node(Address id, Origin origin, UnaryOperator<NodeRow> change) {
    rows.change(NodeRow.class, NodeRow.key(id), origin, change);
  }

  private static OperatorRow admitted(RegistryEvent.OperatorAdmitted e, Origin origin) {
    return new OperatorRow(
        e.operator(), e.vouchers(), origin.minedAt(), Optional.empty(), Optional.empty(), 0, 0);
  }

  private static NodeRow registered(RegistryEvent.NodeRegistered e) {
    return new NodeRow(
        e.node(),
        e.operator(),
        NodeStatus.WAITING,
        e.telemetryKey(),
        e.registeredAt(),
        e.activatableAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
