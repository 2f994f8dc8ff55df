package org.sweetwater.oracle.cradle;

import java.math.BigInteger;
import java.util.List;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.contracts.Cradle;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint8;

/** Call data for Cradle, in the generated wrapper's structs. */
public final class CradleCalls {
  /** In place of a number of attestations: as many as all experiments need. */
  private static final Uint8 COMMON_ATTESTATIONS = new Uint8(0);

  private CradleCalls() {}

  /** Registers an experiment with the common number of attestations. */
  public static Bytes submit(Hash32 changeHash, Hash32 specHash, MetricSet thresholds) {
    return CallData.of(
        Cradle.FUNC_SUBMIT,
        word(changeHash),
        word(specHash),
        struct(thresholds),
        COMMON_ATTESTATIONS);
  }

  /** Fixes an experiment's seed. */
  public static Bytes latchSeed(Hash32 id) {
    return CallData.of(Cradle.FUNC_LATCHSEED, word(id));
  }

  /** Brings attestors' signatures over a result; 65 bytes each. */
  public static Bytes attest(ExperimentResult result, List<Bytes> signatures) {
    return CallData.of(
        Cradle.FUNC_ATTEST,
        word(result.experiment()),
        new DynamicArray<>(
            Cradle.MetricSet.class, result.metrics().stream().map(CradleCalls::struct).toList()),
        word(result.artefactHash()),
        new DynamicArray<>(
            DynamicBytes.class,
            signatures.stream().map(it -> new DynamicBytes(it.bytes())).toList()));
  }

  /** What a ballot commits to: approve this experiment as voters saw it. */
  public static Bytes approve(Hash32 id, Hash32 specHash, Hash32 resultHash) {
    return CallData.of(Cradle.FUNC_APPROVE, word(id), word(specHash), word(resultHash));
  }

  static Bytes experiment(Hash32 id) {
    return CallData.of(Cradle.FUNC_EXPERIMENT, word(id));
  }

  static Bytes attestors() {
    return CallData.of(Cradle.FUNC_ATTESTORS);
  }

  static Bytes attemptsOf(Hash32 changeHash) {
    return CallData.of(Cradle.FUNC_ATTEMPTSOF, word(changeHash));
  }

  private static Bytes32 word(Hash32 hash) {
    return new Bytes32(hash.bytes());
  }

  static Cradle.MetricSet struct(MetricSet metrics) {
    return new Cradle.MetricSet(
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
}
