package org.sweetwater.indexer.project;

import java.util.ArrayList;
import java.util.List;
import org.sweetwater.indexer.decode.BallotEvent;
import org.sweetwater.indexer.decode.CanaryEvent;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.indexer.decode.CradleEvent;
import org.sweetwater.indexer.decode.RegistryEvent;
import org.sweetwater.indexer.decode.UnknownEvent;

/** Which rows an event can change, so that they can be read before it is projected. */
public final class EventKeys {
  private EventKeys() {}

  /** The keys of every row that {@link Projector} looks up or replaces for this event. */
  public static List<Row.Key> of(ContractEvent event) {
    return switch (event) {
      case RegistryEvent registry -> ofRegistry(registry);
      case BallotEvent ballot -> ofBallot(ballot);
      case CradleEvent cradle -> ofCradle(cradle);
      case CanaryEvent canary -> ofCanary(canary);
      case UnknownEvent() -> List.of();
    };
  }

  private static List<Row.Key> ofRegistry(RegistryEvent event) {
    return switch (event) {
      case RegistryEvent.OperatorAdmitted e -> List.of(OperatorRow.key(e.operator()));
      case RegistryEvent.OperatorRevoked e -> List.of(OperatorRow.key(e.operator()));
      case RegistryEvent.NodeRegistered e ->
          List.of(NodeRow.key(e.node()), OperatorRow.key(e.operator()));
      case RegistryEvent.NodeActivated e -> List.of(NodeRow.key(e.node()));
      case RegistryEvent.NodeSuspended e -> List.of(NodeRow.key(e.node()));
      case RegistryEvent.NodeQuarantined e -> List.of(NodeRow.key(e.node()));
      case RegistryEvent.NodeReinstated e -> List.of(NodeRow.key(e.node()));
      case RegistryEvent.NodeLeft e ->
          List.of(NodeRow.key(e.node()), OperatorRow.key(e.operator()));
      case RegistryEvent.TelemetryKeySet e -> List.of(NodeRow.key(e.node()));
      case RegistryEvent.TotalPowerChanged e -> List.of(NetworkRow.key(NetworkRow.ID));
      case RegistryEvent.DelegateVotesChanged e -> List.of(OperatorRow.key(e.operator()));
    };
  }

  private static List<Row.Key> ofBallot(BallotEvent event) {
    return switch (event) {
      case BallotEvent.BallotOpened e -> List.of(BallotRow.key(e.id()));
      case BallotEvent.CallCommitted e -> List.of(BallotRow.key(e.id()));
      case BallotEvent.VoteCounted e ->
          List.of(BallotRow.key(e.id()), VoteRow.key(e.id(), e.voter()), VoterRow.key(e.voter()));
      case BallotEvent.CountExtended e -> List.of(BallotRow.key(e.id()));
      case BallotEvent.BallotClosed e -> List.of(BallotRow.key(e.id()));
      case BallotEvent.BallotExecuted e -> List.of(BallotRow.key(e.id()));
      case BallotEvent.BallotVetoed e -> List.of(BallotRow.key(e.id()));
      case BallotEvent.TrackSet e -> List.of(TrackRow.key(e.track()));
      case BallotEvent.ListingSet e -> List.of(ListingRow.key(e.target(), e.selector()));
    };
  }

  private static List<Row.Key> ofCradle(CradleEvent event) {
    return switch (event) {
      case CradleEvent.AttestorsSet e -> List.of(NetworkRow.key(NetworkRow.ID));
      case CradleEvent.ExperimentSubmitted e -> List.of(ExperimentRow.key(e.id()));
      case CradleEvent.SeedLatched e -> List.of(ExperimentRow.key(e.id()));
      case CradleEvent.AttestationPosted e -> List.of(NetworkRow.key(NetworkRow.ID));
      case CradleEvent.ExperimentDecided e -> List.of(ExperimentRow.key(e.id()));
      case CradleEvent.ExperimentApproved e -> List.of(ExperimentRow.key(e.id()));
    };
  }

  private static List<Row.Key> ofCanary(CanaryEvent event) {
    return switch (event) {
      case CanaryEvent.RolloutBegun e -> List.of(RolloutRow.key(e.id()));
      case CanaryEvent.WaveAnnounced e ->
          List.of(RolloutRow.key(e.id()), WaveRow.key(e.id(), e.wave()));
      case CanaryEvent.NodesDrawn e -> ofDraw(e);
      case CanaryEvent.WaveStarted e ->
          List.of(RolloutRow.key(e.id()), WaveRow.key(e.id(), e.wave()));
      case CanaryEvent.NodeReported e ->
          List.of(WaveRow.key(e.id(), e.wave()), DrawnNodeRow.key(e.id(), e.wave(), e.position()));
      case CanaryEvent.NodeSilent e ->
          List.of(WaveRow.key(e.id(), e.wave()), DrawnNodeRow.key(e.id(), e.wave(), e.position()));
      case CanaryEvent.VerdictsJudged e -> List.of(WaveRow.key(e.id(), e.wave()));
      case CanaryEvent.WavePassed e ->
          List.of(RolloutRow.key(e.id()), WaveRow.key(e.id(), e.wave()));
      case CanaryEvent.FinalWaveApproved e -> List.of(RolloutRow.key(e.id()));
      case CanaryEvent.RolloutPaused e -> List.of(RolloutRow.key(e.id()));
      case CanaryEvent.HeartbeatReceived e -> List.of(RolloutRow.key(e.id()));
      case CanaryEvent.BreachReported e -> List.of();
      case CanaryEvent.RolloutCompleted e -> List.of(RolloutRow.key(e.id()));
      case CanaryEvent.RolledBack e ->
          List.of(RolloutRow.key(e.id()), WaveRow.key(e.id(), e.wave()));
    };
  }

  private static List<Row.Key> ofDraw(CanaryEvent.NodesDrawn e) {
    List<Row.Key> keys = new ArrayList<>();
    keys.add(WaveRow.key(e.id(), e.wave()));
    for (int i = 0; i < e.nodes().size(); i++) {
      keys.add(DrawnNodeRow.key(e.id(), e.wave(), e.firstPosition() + i));
    }
    return keys;
  }
}
