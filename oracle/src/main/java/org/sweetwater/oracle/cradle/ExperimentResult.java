package org.sweetwater.oracle.cradle;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sweetwater.oracle.cradle.spec.CanonicalJson;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.cradle.twin.Twin;
import org.sweetwater.wrappers.Hash32;
import org.web3j.abi.DefaultFunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.StaticStruct;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.utils.Numeric;

/**
 * What the five runs of an experiment gave; anybody who repeats them gets the same bytes.
 *
 * @param engine the twin that played it
 * @param experiment the experiment on-chain; zero for one that was only tried at home
 * @param seed the seed that the contract latched
 * @param spec the hash of the specification
 * @param runs the runs from the seeds keccak256(abi.encode(seed, i)), i = 0..4
 */
public record ExperimentResult(
    String engine, Hash32 experiment, Hash32 seed, Hash32 spec, List<MeasuredRun> runs) {
  /** The number of runs that the contract asks for. */
  public static final int RUNS = 5;

  /** Routes between so many nodes take some 20 MB; of ten times the nodes a hundred times that. */
  private static final int PARALLEL_NODES_MAX = 2_000;

  /** Copies the runs and checks that there are {@link #RUNS}. */
  public ExperimentResult {
    runs = List.copyOf(runs);
    if (runs.size() != RUNS) {
      throw new IllegalArgumentException(
          "result: expected %d runs, found %d".formatted(RUNS, runs.size()));
    }
  }

  /**
   * Runs the experiment, with the change and without, from a seed. Takes from seconds to many
   * minutes, on all processors; one run after the other where each needs much memory.
   *
   * @param finished told after each run, with or without the change, how many are done
   */
  public static ExperimentResult measure(
      Hash32 experiment, Hash32 seed, ExperimentSpec spec, IntConsumer finished) {
    Progress progress = new Progress(finished);
    IntStream all = IntStream.range(0, RUNS);
    boolean isSmall = spec.network().topology().nodes() <= PARALLEL_NODES_MAX;
    List<MeasuredRun> runs =
        (isSmall ? all.parallel() : all)
            .mapToObj(i -> run(derived(seed, i), spec, progress))
            .toList();
    return new ExperimentResult(Twin.ENGINE, experiment, seed, spec.specHash(), runs);
  }

  private static MeasuredRun run(Hash32 seed, ExperimentSpec spec, Progress progress) {
    var changed = Twin.run(spec.scenario(), seed);
    progress.advance();
    var baseline = Twin.run(spec.baseline(), seed);
    progress.advance();
    return MeasuredRun.of(seed, changed, baseline);
  }

  /** Counts runs that several threads finish. */
  private static final class Progress {
    private final IntConsumer finished;
    private int count;

    Progress(IntConsumer finished) {
      this.finished = finished;
    }

    synchronized void advance() {
      finished.accept(++count);
    }
  }

  private static Hash32 derived(Hash32 seed, int index) {
    return keccak(List.of(new Bytes32(seed.bytes()), new Uint8(index)));
  }

  /** The metrics of each run. */
  public List<MetricSet> metrics() {
    return runs.stream().map(MeasuredRun::metrics).toList();
  }

  /** The worst of each metric over the runs: what the contract compares with the thresholds. */
  public MetricSet worst() {
    return MetricSet.worstOf(metrics());
  }

  /** The worst of each metric over the runs without the change. */
  public MetricSet worstBaseline() {
    return MetricSet.worstOf(runs.stream().map(MeasuredRun::baseline).toList());
  }

  /** The published result: canonical JSON of this record. */
  public byte[] artefact() {
    return CanonicalJson.of(this);
  }

  /**
   * Reads a published result.
   *
   * @throws org.sweetwater.oracle.cradle.spec.SpecException when the bytes are none
   */
  public static ExperimentResult parse(byte[] artefact) {
    return CanonicalJson.parse(artefact, ExperimentResult.class);
  }

  /** keccak256 of the published result. */
  public Hash32 artefactHash() {
    return Hash32.keccak(artefact());
  }

  /**
   * keccak256(abi.encode(experiment, seed, metrics, artefactHash)), as {@code Cradle.resultHashOf}
   * computes it.
   */
  public Hash32 resultHash() {
    return keccak(
        List.of(
            new Bytes32(experiment.bytes()),
            new Bytes32(seed.bytes()),
            new DynamicArray<>(
                StaticStruct.class, metrics().stream().map(ExperimentResult::encode).toList()),
            new Bytes32(artefactHash().bytes())));
  }

  private static StaticStruct encode(MetricSet run) {
    Stream<Type<?>> values =
        Arrays.stream(Metric.values())
            .map(metric -> new Uint64(BigInteger.valueOf(run.find(metric).orElse(0))));
    return new StaticStruct(
        Stream.concat(Stream.of(new Uint8(run.present())), values).toArray(Type[]::new));
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // the encoder takes raw types
  private static Hash32 keccak(List<? extends Type> values) {
    return Hash32.keccak(
        Numeric.hexStringToByteArray(
            new DefaultFunctionEncoder().encodeParameters((List<Type>) values)));
  }
}
