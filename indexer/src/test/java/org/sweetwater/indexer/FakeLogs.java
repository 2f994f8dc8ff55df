package org.sweetwater.indexer;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sweetwater.indexer.decode.BallotEvent;
import org.sweetwater.indexer.decode.CanaryEvent;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.indexer.decode.CradleEvent;
import org.sweetwater.indexer.decode.MetricSet;
import org.sweetwater.indexer.decode.RegistryEvent;
import org.sweetwater.indexer.decode.RollbackReason;
import org.sweetwater.indexer.decode.UnknownEvent;
import org.sweetwater.indexer.decode.Verdict;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/** Writes events as the contracts emit them: the way back from the decoder. */
public final class FakeLogs {
  /** The contracts of every test. */
  public static final Address REGISTRY =
      Address.parse("0x1000000000000000000000000000000000000001");

  public static final Address BALLOT = Address.parse("0x2000000000000000000000000000000000000002");
  public static final Address CRADLE = Address.parse("0x3000000000000000000000000000000000000003");
  public static final Address CANARY = Address.parse("0x4000000000000000000000000000000000000004");

  private static final String METRICS = "(uint8,uint64,uint64,uint64,uint64,uint64,uint64)";

  private FakeLogs() {}

  /** Contract, topics and data of an event, before it has a place in a block. */
  public record Emitted(Address contract, List<Hash32> topics, Bytes data) {
    /** In a block. */
    public LogEntry at(BlockRef block, Hash32 transaction, int transactionIndex, int logIndex) {
      return new LogEntry(block, transaction, transactionIndex, logIndex, contract, topics, data);
    }
  }

  /** Encodes an event. */
  public static Emitted encode(ContractEvent event) {
    return switch (event) {
      case RegistryEvent e -> registry(e);
      case BallotEvent e -> ballot(e);
      case CradleEvent e -> cradle(e);
      case CanaryEvent e -> canary(e);
      case UnknownEvent() -> emitted(CRADLE, "Unheard(bytes32)", List.of(), word(7));
    };
  }

  private static Emitted registry(RegistryEvent event) {
    return switch (event) {
      case RegistryEvent.OperatorAdmitted e ->
          emitted(
              REGISTRY,
              "OperatorAdmitted(address,address[])",
              topics(e.operator()),
              word(32),
              list(e.vouchers()));
      case RegistryEvent.OperatorRevoked e ->
          emitted(REGISTRY, "OperatorRevoked(address)", topics(e.operator()));
      case RegistryEvent.NodeRegistered e ->
          emitted(
              REGISTRY,
              "NodeRegistered(address,address,address,uint64,uint64)",
              topics(e.node(), e.operator()),
              word(e.telemetryKey()),
              word(e.registeredAt()),
              word(e.activatableAt()));
      case RegistryEvent.NodeActivated e ->
          emitted(REGISTRY, "NodeActivated(address,address)", topics(e.node(), e.operator()));
      case RegistryEvent.NodeSuspended e ->
          emitted(
              REGISTRY,
              "NodeSuspended(address,address,uint64,bool)",
              topics(e.node(), e.operator()),
              word(e.untilSeconds()),
              word(e.byBallot()));
      case RegistryEvent.NodeQuarantined e ->
          emitted(REGISTRY, "NodeQuarantined(address,address)", topics(e.node(), e.operator()));
      case RegistryEvent.NodeReinstated e ->
          emitted(REGISTRY, "NodeReinstated(address,address)", topics(e.node(), e.operator()));
      case RegistryEvent.NodeLeft e ->
          emitted(REGISTRY, "NodeLeft(address,address)", topics(e.node(), e.operator()));
      case RegistryEvent.TelemetryKeySet e ->
          emitted(
              REGISTRY,
              "TelemetryKeySet(address,address,uint64)",
              topics(e.node(), e.telemetryKey()),
              word(e.validFrom()));
      case RegistryEvent.TotalPowerChanged e ->
          emitted(
              REGISTRY,
              "TotalPowerChanged(uint256,uint256)",
              List.of(),
              word(e.previousTotal()),
              word(e.newTotal()));
      case RegistryEvent.DelegateVotesChanged e ->
          emitted(
              REGISTRY,
              "DelegateVotesChanged(address,uint256,uint256)",
              topics(e.operator()),
              word(e.previousVotes()),
              word(e.newVotes()));
    };
  }

  private static Emitted ballot(BallotEvent event) {
    return switch (event) {
      case BallotEvent.BallotOpened e ->
          emitted(
              BALLOT,
              "BallotOpened(bytes32,address,uint8,uint64,uint64,uint64,uint64,uint64,uint32,bool,uint64)",
              topics(e.id(), e.author(), e.track()),
              word(e.snapshotBlock()),
              word(e.start()),
              word(e.end()),
              word(e.countUntil()),
              word(e.quorum()),
              word(e.votersMin()),
              word(e.twoThirds()),
              word(e.delaySeconds()));
      case BallotEvent.CallCommitted e ->
          emitted(
              BALLOT,
              "CallCommitted(bytes32,address,bytes32,bytes32,bytes,bytes32)",
              topics(e.id(), e.target(), e.action()),
              word(e.codeHash()),
              word(96),
              word(e.salt()),
              bytes(e.data()));
      case BallotEvent.VoteCounted e ->
          emitted(
              BALLOT,
              "VoteCounted(bytes32,address,bytes32,uint8,uint64,uint64)",
              topics(e.id(), e.voter()),
              word(e.voteId()),
              word(List.of(Choice.values()).indexOf(e.choice()) + 1),
              word(e.power()),
              word(e.timestamp()));
      case BallotEvent.CountExtended e ->
          emitted(
              BALLOT,
              "CountExtended(bytes32,uint64,uint8)",
              topics(e.id()),
              word(e.countUntil()),
              word(e.extensions()));
      case BallotEvent.BallotClosed e ->
          emitted(
              BALLOT,
              "BallotClosed(bytes32,bool,uint64,uint64,uint64,uint32)",
              topics(e.id()),
              word(e.passed()),
              word(e.votesFor()),
              word(e.votesAgainst()),
              word(e.votesAbstain()),
              word(e.voters()));
      case BallotEvent.BallotExecuted e ->
          emitted(BALLOT, "BallotExecuted(bytes32,bytes32)", topics(e.id(), e.action()));
      case BallotEvent.BallotVetoed e -> emitted(BALLOT, "BallotVetoed(bytes32)", topics(e.id()));
      case BallotEvent.TrackSet e ->
          emitted(
              BALLOT,
              "TrackSet(uint8,uint32,uint64,uint64,uint64,uint16,uint32,bool)",
              topics(e.track()),
              word(e.version()),
              word(e.windowSeconds()),
              word(e.graceSeconds()),
              word(e.delaySeconds()),
              word(e.quorumBps()),
              word(e.votersMin()),
              word(e.twoThirds()));
      case BallotEvent.ListingSet e ->
          emitted(
              BALLOT,
              "ListingSet(address,bytes4,uint8)",
              topics(e.target(), e.selector(), e.track()));
    };
  }

  private static Emitted cradle(CradleEvent event) {
    return switch (event) {
      case CradleEvent.AttestorsSet e ->
          emitted(
              CRADLE,
              "AttestorsSet(uint32,address[],uint8)",
              topics(e.version()),
              word(64),
              word(e.attestationsRequired()),
              list(e.attestors()));
      case CradleEvent.ExperimentSubmitted e ->
          emitted(
              CRADLE,
              "ExperimentSubmitted(bytes32,address,bytes32,bytes32,uint32,uint8," + METRICS + ")",
              topics(e.id(), e.submitter(), e.changeHash()),
              word(e.specHash()),
              word(e.attempt()),
              word(e.attestationsRequired()),
              metrics(e.thresholds()));
      case CradleEvent.SeedLatched e ->
          emitted(CRADLE, "SeedLatched(bytes32,bytes32)", topics(e.id()), word(e.seed()));
      case CradleEvent.AttestationPosted e ->
          emitted(
              CRADLE,
              "AttestationPosted(bytes32,address,bytes32)",
              topics(e.id(), e.attestor()),
              word(e.resultHash()));
      case CradleEvent.ExperimentDecided e ->
          emitted(
              CRADLE,
              "ExperimentDecided(bytes32,bool,bytes32,bytes32,uint8," + METRICS + ")",
              topics(e.id()),
              word(e.passed()),
              word(e.resultHash()),
              word(e.artefactHash()),
              word(e.failedMetrics()),
              metrics(e.worst()));
      case CradleEvent.ExperimentApproved e ->
          emitted(
              CRADLE,
              "ExperimentApproved(bytes32,bytes32,bytes32)",
              topics(e.id()),
              word(e.specHash()),
              word(e.resultHash()));
    };
  }

  private static Emitted canary(CanaryEvent event) {
    return switch (event) {
      case CanaryEvent.RolloutBegun e ->
          emitted(CANARY, "RolloutBegun(bytes32,address)", topics(e.id(), e.submitter()));
      case CanaryEvent.WaveAnnounced e ->
          emitted(
              CANARY,
              "WaveAnnounced(bytes32,uint8,uint64,uint32)",
              topics(e.id(), e.wave()),
              word(e.drawBlock()),
              word(e.pool()));
      case CanaryEvent.NodesDrawn e ->
          emitted(
              CANARY,
              "NodesDrawn(bytes32,uint8,uint32,address[])",
              topics(e.id(), e.wave()),
              word(e.firstPosition()),
              word(64),
              list(e.nodes()));
      case CanaryEvent.WaveStarted e ->
          emitted(
              CANARY,
              "WaveStarted(bytes32,uint8,bytes32,uint32,uint32,uint64,uint64)",
              topics(e.id(), e.wave()),
              word(e.seed()),
              word(e.networkNodes()),
              word(e.size()),
              word(e.startedAt()),
              word(e.endsAt()));
      case CanaryEvent.NodeReported e ->
          emitted(
              CANARY,
              "NodeReported(bytes32,uint8,address,uint32,uint8,uint8,uint32,uint64,"
                  + METRICS
                  + ")",
              topics(e.id(), e.wave(), e.node()),
              word(e.position()),
              word(List.of(Verdict.values()).indexOf(e.verdict())),
              word(e.failedMetrics()),
              word(e.samples()),
              word(e.measuredUntil()),
              metrics(e.metrics()));
      case CanaryEvent.NodeSilent e ->
          emitted(
              CANARY,
              "NodeSilent(bytes32,uint8,address,uint32)",
              topics(e.id(), e.wave(), e.node()),
              word(e.position()));
      case CanaryEvent.VerdictsJudged e ->
          emitted(
              CANARY,
              "VerdictsJudged(bytes32,uint8,uint32,uint32,uint256)",
              topics(e.id(), e.wave()),
              word(e.judged()),
              word(e.failures()),
              word(e.evidence()));
      case CanaryEvent.WavePassed e ->
          emitted(
              CANARY,
              "WavePassed(bytes32,uint8,uint32,uint32,uint32,bytes32)",
              topics(e.id(), e.wave()),
              word(e.size()),
              word(e.failures()),
              word(e.excludedPpm()),
              word(e.wavesHash()));
      case CanaryEvent.FinalWaveApproved e ->
          emitted(
              CANARY, "FinalWaveApproved(bytes32,bytes32)", topics(e.id()), word(e.wavesHash()));
      case CanaryEvent.RolloutPaused e ->
          emitted(CANARY, "RolloutPaused(bytes32,bool)", topics(e.id()), word(e.paused()));
      case CanaryEvent.HeartbeatReceived e ->
          emitted(
              CANARY,
              "HeartbeatReceived(bytes32,address,uint8,uint64)",
              topics(e.id(), e.attestor()),
              word(e.wave()),
              word(e.blockNumber()));
      case CanaryEvent.BreachReported e ->
          emitted(
              CANARY,
              "BreachReported(bytes32,uint8,address,bool,uint8,uint64,uint64,uint64)",
              topics(e.id(), e.wave(), e.signer()),
              word(e.byAttestor()),
              word(e.metric()),
              word(e.value()),
              word(e.windowStart()),
              word(e.windowEnd()));
      case CanaryEvent.RolloutCompleted e ->
          emitted(CANARY, "RolloutCompleted(bytes32)", topics(e.id()));
      case CanaryEvent.RolledBack e ->
          emitted(
              CANARY,
              "RolledBack(bytes32,uint8,uint8)",
              topics(e.id(), e.wave()),
              word(List.of(RollbackReason.values()).indexOf(e.reason()) + 1));
    };
  }

  private static Emitted emitted(
      Address contract, String signature, List<Hash32> indexed, String... words) {
    List<Hash32> topics = new ArrayList<>();
    topics.add(Hash32.keccak(signature.getBytes(StandardCharsets.US_ASCII)));
    topics.addAll(indexed);
    return new Emitted(contract, topics, Bytes.parse("0x" + String.join("", words)));
  }

  private static List<Hash32> topics(Object... values) {
    return Stream.of(values).map(value -> Hash32.parse("0x" + word(value))).toList();
  }

  private static String word(Object value) {
    return switch (value) {
      case Hash32 hash -> hash.hex().substring(2);
      case Address address -> address.toWord().hex().substring(2);
      case Bytes left -> left.hex().substring(2) + "0".repeat(64 - 2 * left.size());
      case Boolean bool -> word(bool ? 1 : 0);
      case Instant time -> word(time.getEpochSecond());
      case Number number -> "%064x".formatted(new BigInteger(number.toString()));
      default -> throw new IllegalArgumentException("no word for " + value);
    };
  }

  private static String list(List<Address> addresses) {
    StringBuilder words = new StringBuilder(word(addresses.size()));
    addresses.forEach(address -> words.append(word(address)));
    return words.toString();
  }

  private static String bytes(Bytes value) {
    int padding = (32 - value.size() % 32) % 32;
    return word(value.size()) + value.hex().substring(2) + "00".repeat(padding);
  }

  private static String metrics(MetricSet set) {
    StringBuilder words = new StringBuilder(word(set.present()));
    set.values().forEach(value -> words.append(word(value)));
    return words.toString();
  }
}
