package org.sweetwater.oracle.cradle.canary;

import java.math.BigInteger;
import java.util.List;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.contracts.Canary;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.abi.datatypes.generated.Uint8;

/** Call data for Canary, in the generated wrapper's structs. */
public final class CanaryCalls {
  private CanaryCalls() {}

  /** Plans smaller or longer waves; for the submitter, before there is a result. */
  public static Bytes planWaves(Hash32 id, WavePlan plan) {
    return CallData.of(
        Canary.FUNC_PLANWAVES,
        word(id),
        new Canary.WavePlan(
            plan.nodes().stream().map(BigInteger::valueOf).toList(),
            plan.durations().stream().map(BigInteger::valueOf).toList(),
            BigInteger.valueOf(plan.holdMetrics())));
  }

  /** Announces the next wave. */
  public static Bytes beginWave(Hash32 id) {
    return CallData.of(Canary.FUNC_BEGINWAVE, word(id));
  }

  /** Draws nodes, at most so many candidates. */
  public static Bytes draw(Hash32 id, int looks) {
    return CallData.of(Canary.FUNC_DRAW, word(id), new Uint256(looks));
  }

  /** Brings the reports of nodes of one wave. */
  public static Bytes report(Hash32 id, int wave, List<NodeReport> reports) {
    return CallData.of(
        Canary.FUNC_REPORT,
        word(id),
        new Uint8(wave),
        new DynamicArray<>(
            Canary.NodeReport.class, reports.stream().map(CanaryCalls::struct).toList()));
  }

  /** Judges verdicts that are due, at most so many. */
  public static Bytes judge(Hash32 id, int verdicts) {
    return CallData.of(Canary.FUNC_JUDGE, word(id), new Uint256(verdicts));
  }

  /** Brings breaches. */
  public static Bytes breach(Hash32 id, List<BreachReport> reports) {
    return CallData.of(
        Canary.FUNC_BREACH,
        word(id),
        new DynamicArray<>(
            Canary.BreachReport.class, reports.stream().map(CanaryCalls::struct).toList()));
  }

  /** Brings an attestor's sign of life. */
  public static Bytes heartbeat(Heartbeat heartbeat) {
    return CallData.of(
        Canary.FUNC_HEARTBEAT,
        word(heartbeat.experimentId()),
        new Uint64(heartbeat.block().number()),
        new DynamicBytes(heartbeat.signature().bytes()));
  }

  /** Rolls back what nobody watches. */
  public static Bytes rollBack(Hash32 id) {
    return CallData.of(Canary.FUNC_ROLLBACK, word(id));
  }

  /** Holds the next wave back, or lets it go; for the submitter. */
  public static Bytes setPaused(Hash32 id, boolean paused) {
    return CallData.of(Canary.FUNC_SETPAUSED, word(id), new Bool(paused));
  }

  /** What a ballot commits to: let wave 4 begin after what voters saw of the others. */
  public static Bytes approveFinalWave(Hash32 id, Hash32 wavesHash) {
    return CallData.of(Canary.FUNC_APPROVEFINALWAVE, word(id), word(wavesHash));
  }

  /** What an emergency ballot commits to. */
  public static Bytes rollBackByBallot(Hash32 id) {
    return CallData.of(Canary.FUNC_ROLLBACKBYBALLOT, word(id));
  }

  static Bytes config() {
    return CallData.of(Canary.FUNC_CONFIG);
  }

  static Bytes planOf(Hash32 id) {
    return CallData.of(Canary.FUNC_PLANOF, word(id));
  }

  static Bytes silentAfter(Hash32 id) {
    return CallData.of(Canary.FUNC_SILENTAFTER, word(id));
  }

  static Bytes excludedRatePpm(long judged, long failures) {
    return CallData.of(Canary.FUNC_EXCLUDEDRATEPPM, new Uint32(judged), new Uint32(failures));
  }

  static Bytes rollout(Hash32 id) {
    return CallData.of(Canary.FUNC_ROLLOUT, word(id));
  }

  static Bytes waveOf(Hash32 id, int wave) {
    return CallData.of(Canary.FUNC_WAVEOF, word(id), new Uint8(wave));
  }

  static Bytes drawnNode(Hash32 id, int wave, long position) {
    return CallData.of(Canary.FUNC_DRAWNNODE, word(id), new Uint8(wave), new Uint32(position));
  }

  private static Canary.NodeReport struct(NodeReport report) {
    NodeReport.Measurement measurement = report.measurement();
    return new Canary.NodeReport(
        BigInteger.valueOf(measurement.position()),
        BigInteger.valueOf(measurement.measuredUntil()),
        BigInteger.valueOf(measurement.samples()),
        struct(measurement.metrics()),
        report.signature().bytes());
  }

  private static Canary.BreachReport struct(BreachReport report) {
    BreachReport.Breach breach = report.breach();
    return new Canary.BreachReport(
        BigInteger.valueOf(breach.metric()),
        BigInteger.valueOf(breach.value()),
        BigInteger.valueOf(breach.windowStart()),
        BigInteger.valueOf(breach.windowEnd()),
        BigInteger.valueOf(report.position().orElse(0)),
        report.signature().bytes());
  }

  private static Canary.MetricSet struct(MetricSet metrics) {
    return new Canary.MetricSet(
        BigInteger.valueOf(metrics.present()),
        valueOf(metrics, Metric.LATENCY_P99),
        valueOf(metrics, Metric.PACKET_LOSS),
        valueOf(metrics, Metric.MTTR),
        valueOf(metrics, Metric.DEANONYMISATION_RISK),
        valueOf(metrics, Metric.POLICY_CONSISTENCY),
        valueOf(metrics, Metric.ROUTE_STABILITY));
  }

  private static BigInteger valueOf(MetricSet metrics, Metric metric) {
    return BigInteger.valueOf(metrics.find(metric).orElse(0));
  }

  private static Bytes32 word(Hash32 hash) {
    return new Bytes32(hash.bytes());
  }
}
