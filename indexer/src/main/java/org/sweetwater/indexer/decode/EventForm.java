package org.sweetwater.indexer.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sweetwater.wrappers.Hash32;

/** An event's signature, whose hash is its first topic, and how to read its fields. */
record EventForm(String signature, Function<LogReader, ContractEvent> read) {
  private static final String METRIC_SET = "(uint8,uint64,uint64,uint64,uint64,uint64,uint64)";

  private static final List<RollbackReason> REASONS = List.of(RollbackReason.values());

  /** Those of INodeRegistry, and the one of IVotes that it emits. */
  static final Map<Hash32, EventForm> REGISTRY =
      byTopic(
          form(
              "OperatorAdmitted(address,address[])",
              r -> new RegistryEvent.OperatorAdmitted(r.indexedAddress(), r.addresses())),
          form(
              "OperatorRevoked(address)",
              r -> new RegistryEvent.OperatorRevoked(r.indexedAddress())),
          form(
              "NodeRegistered(address,address,address,uint64,uint64)",
              r ->
                  new RegistryEvent.NodeRegistered(
                      r.indexedAddress(), r.indexedAddress(), r.address(), r.time(), r.time())),
          form(
              "NodeActivated(address,address)",
              r -> new RegistryEvent.NodeActivated(r.indexedAddress(), r.indexedAddress())),
          form(
              "NodeSuspended(address,address,uint64,bool)",
              r ->
                  new RegistryEvent.NodeSuspended(
                      r.indexedAddress(), r.indexedAddress(), r.uint64(), r.bool())),
          form(
              "NodeQuarantined(address,address)",
              r -> new RegistryEvent.NodeQuarantined(r.indexedAddress(), r.indexedAddress())),
          form(
              "NodeReinstated(address,address)",
              r -> new RegistryEvent.NodeReinstated(r.indexedAddress(), r.indexedAddress())),
          form(
              "NodeLeft(address,address)",
              r -> new RegistryEvent.NodeLeft(r.indexedAddress(), r.indexedAddress())),
          form(
              "TelemetryKeySet(address,address,uint64)",
              r ->
                  new RegistryEvent.TelemetryKeySet(
                      r.indexedAddress(), r.indexedAddress(), r.time())),
          form(
              "TotalPowerChanged(uint256,uint256)",
              r -> new RegistryEvent.TotalPowerChanged(r.uintLong(), r.uintLong())),
          form(
              "DelegateVotesChanged(address,uint256,uint256)",
              r ->
                  new RegistryEvent.DelegateVotesChanged(
                      r.indexedAddress(), r.uintInt(), r.uintInt())));

  /** Those of ISnapshotBallot. */
  static final Map<Hash32, EventForm> BALLOT =
      byTopic(
          form(
              "BallotOpened(bytes32,address,uint8,uint64,uint64,uint64,uint64,uint64,uint32,bool,uint64)",
              EventForm::ballotOpened),
          form(
              "CallCommitted(bytes32,address,bytes32,bytes32,bytes,bytes32)",
              r ->
                  new BallotEvent.CallCommitted(
                      r.indexedHash(),
                      r.indexedAddress(),
                      r.indexedHash(),
                      r.hash(),
                      r.bytes(),
                      r.hash())),
          form(
              "VoteCounted(bytes32,address,bytes32,uint8,uint64,uint64)",
              r ->
                  new BallotEvent.VoteCounted(
                      r.indexedHash(),
                      r.indexedAddress(),
                      r.hash(),
                      choice(r.uintInt()),
                      r.uintLong(),
                      r.time())),
          form(
              "CountExtended(bytes32,uint64,uint8)",
              r -> new BallotEvent.CountExtended(r.indexedHash(), r.time(), r.uintInt())),
          form(
              "BallotClosed(bytes32,bool,uint64,uint64,uint64,uint32)",
              r ->
                  new BallotEvent.BallotClosed(
                      r.indexedHash(),
                      r.bool(),
                      r.uintLong(),
                      r.uintLong(),
                      r.uintLong(),
                      r.uintLong())),
          form(
              "BallotExecuted(bytes32,bytes32)",
              r -> new BallotEvent.BallotExecuted(r.indexedHash(), r.indexedHash())),
          form("BallotVetoed(bytes32)", r -> new BallotEvent.BallotVetoed(r.indexedHash())),
          form(
              "TrackSet(uint8,uint32,uint64,uint64,uint64,uint16,uint32,bool)",
              EventForm::trackSet),
          form(
              "ListingSet(address,bytes4,uint8)",
              r ->
                  new BallotEvent.ListingSet(
                      r.indexedAddress(), r.indexedBytes(4), (int) r.indexedUint(8))));

  /** Those of ICradle. */
  static final Map<Hash32, EventForm> CRADLE =
      byTopic(
          form(
              "AttestorsSet(uint32,address[],uint8)",
              r -> new CradleEvent.AttestorsSet(r.indexedUint(32), r.addresses(), r.uintInt())),
          form(
              "ExperimentSubmitted(bytes32,address,bytes32,bytes32,uint32,uint8,"
                  + METRIC_SET
                  + ")",
              EventForm::experimentSubmitted),
          form(
              "SeedLatched(bytes32,bytes32)",
              r -> new CradleEvent.SeedLatched(r.indexedHash(), r.hash())),
          form(
              "AttestationPosted(bytes32,address,bytes32)",
              r ->
                  new CradleEvent.AttestationPosted(r.indexedHash(), r.indexedAddress(), r.hash())),
          form(
              "ExperimentDecided(bytes32,bool,bytes32,bytes32,uint8," + METRIC_SET + ")",
              r ->
                  new CradleEvent.ExperimentDecided(
                      r.indexedHash(), r.bool(), r.hash(), r.hash(), r.uintInt(), r.metrics())),
          form(
              "ExperimentApproved(bytes32,bytes32,bytes32)",
              r -> new CradleEvent.ExperimentApproved(r.indexedHash(), r.hash(), r.hash())));

  /** Those of ICanary. */
  static final Map<Hash32, EventForm> CANARY =
      byTopic(
          form(
              "RolloutBegun(bytes32,address)",
              r -> new CanaryEvent.RolloutBegun(r.indexedHash(), r.indexedAddress())),
          form(
              "WaveAnnounced(bytes32,uint8,uint64,uint32)",
              r ->
                  new CanaryEvent.WaveAnnounced(
                      r.indexedHash(), wave(r), r.uintLong(), r.uintLong())),
          form(
              "NodesDrawn(bytes32,uint8,uint32,address[])",
              r ->
                  new CanaryEvent.NodesDrawn(
                      r.indexedHash(), wave(r), r.uintLong(), r.addresses())),
          form(
              "WaveStarted(bytes32,uint8,bytes32,uint32,uint32,uint64,uint64)",
              EventForm::waveStarted),
          form(
              "NodeReported(bytes32,uint8,address,uint32,uint8,uint8,uint32,uint64,"
                  + METRIC_SET
                  + ")",
              EventForm::nodeReported),
          form(
              "NodeSilent(bytes32,uint8,address,uint32)",
              r ->
                  new CanaryEvent.NodeSilent(
                      r.indexedHash(), wave(r), r.indexedAddress(), r.uintLong())),
          form(
              "VerdictsJudged(bytes32,uint8,uint32,uint32,uint256)",
              r ->
                  new CanaryEvent.VerdictsJudged(
                      r.indexedHash(), wave(r), r.uintLong(), r.uintLong(), r.uint256())),
          form(
              "WavePassed(bytes32,uint8,uint32,uint32,uint32,bytes32)",
              r ->
                  new CanaryEvent.WavePassed(
                      r.indexedHash(),
                      wave(r),
                      r.uintLong(),
                      r.uintLong(),
                      r.uintLong(),
                      r.hash())),
          form(
              "FinalWaveApproved(bytes32,bytes32)",
              r -> new CanaryEvent.FinalWaveApproved(r.indexedHash(), r.hash())),
          form(
              "RolloutPaused(bytes32,bool)",
              r -> new CanaryEvent.RolloutPaused(r.indexedHash(), r.bool())),
          form(
              "HeartbeatReceived(bytes32,address,uint8,uint64)",
              r ->
                  new CanaryEvent.HeartbeatReceived(
                      r.indexedHash(), r.indexedAddress(), r.uintInt(), r.uintLong())),
          form(
              "BreachReported(bytes32,uint8,address,bool,uint8,uint64,uint64,uint64)",
              EventForm::breachReported),
          form("RolloutCompleted(bytes32)", r -> new CanaryEvent.RolloutCompleted(r.indexedHash())),
          form(
              "RolledBack(bytes32,uint8,uint8)",
              r -> new CanaryEvent.RolledBack(r.indexedHash(), wave(r), reason(r.uintInt()))));

  private static ContractEvent ballotOpened(LogReader r) {
    return new BallotEvent.BallotOpened(
        r.indexedHash(),
        r.indexedAddress(),
        (int) r.indexedUint(8),
        r.uintLong(),
        r.time(),
        r.time(),
        r.time(),
        r.uintLong(),
        r.uintLong(),
        r.bool(),
        r.uintLong());
  }

  private static ContractEvent trackSet(LogReader r) {
    return new BallotEvent.TrackSet(
        (int) r.indexedUint(8),
        r.uintLong(),
        r.uintLong(),
        r.uintLong(),
        r.uintLong(),
        r.uintInt(),
        r.uintLong(),
        r.bool());
  }

  private static ContractEvent experimentSubmitted(LogReader r) {
    return new CradleEvent.ExperimentSubmitted(
        r.indexedHash(),
        r.indexedAddress(),
        r.indexedHash(),
        r.hash(),
        r.uintLong(),
        r.uintInt(),
        r.metrics());
  }

  private static ContractEvent waveStarted(LogReader r) {
    return new CanaryEvent.WaveStarted(
        r.indexedHash(), wave(r), r.hash(), r.uintLong(), r.uintLong(), r.time(), r.time());
  }

  private static ContractEvent nodeReported(LogReader r) {
    return new CanaryEvent.NodeReported(
        r.indexedHash(),
        wave(r),
        r.indexedAddress(),
        r.uintLong(),
        verdict(r.uintInt()),
        r.uintInt(),
        r.uintLong(),
        r.time(),
        r.metrics());
  }

  private static ContractEvent breachReported(LogReader r) {
    return new CanaryEvent.BreachReported(
        r.indexedHash(),
        wave(r),
        r.indexedAddress(),
        r.bool(),
        metric(r.uintInt()),
        r.uint64(),
        r.time(),
        r.time());
  }

  private static int wave(LogReader r) {
    return (int) r.indexedUint(8);
  }

  /** A node that reports is one of these two. */
  private static Verdict verdict(int number) {
    return switch (number) {
      case 1 -> Verdict.HEALTHY;
      case 2 -> Verdict.FAILED;
      default -> throw new IllegalArgumentException("found verdict " + number);
    };
  }

  private static int metric(int number) {
    if (number >= MetricSet.COUNT) {
      throw new IllegalArgumentException("found metric " + number);
    }
    return number;
  }

  private static RollbackReason reason(int number) {
    if (number < 1 || number > REASONS.size()) {
      throw new IllegalArgumentException("found reason " + number);
    }
    return REASONS.get(number - 1);
  }

  private static Choice choice(int number) {
    return switch (number) {
      case 1 -> Choice.FOR;
      case 2 -> Choice.AGAINST;
      case 3 -> Choice.ABSTAIN;
      default -> throw new IllegalArgumentException("found choice " + number);
    };
  }

  private static EventForm form(String signature, Function<LogReader, ContractEvent> read) {
    return new EventForm(signature, read);
  }

  private static Map<Hash32, EventForm> byTopic(EventForm... forms) {
    return List.of(forms).stream().collect(Collectors.toMap(EventForm::topic, form -> form));
  }

  private Hash32 topic() {
    return Hash32.keccak(signature.getBytes(StandardCharsets.US_ASCII));
  }
}
