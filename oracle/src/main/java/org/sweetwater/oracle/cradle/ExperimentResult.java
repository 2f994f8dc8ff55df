package org.sweetwater.oracle.cradle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * @param experimentId the experiment on-chain
 * @param seed the seed that the contract latched
 * @param runs the metrics of the runs from the seeds keccak256(abi.encode(seed, i)), i = 0..4
 * @param artefactHash keccak256 of the readable result, UTF-8
 */
public record ExperimentResult(
    Hash32 experimentId, Hash32 seed, List<Metrics> runs, Hash32 artefactHash) {
  /** The number of runs that the contract asks for. */
  public static final int RUNS = 5;

  private static final int ALL_PRESENT = 0b111111;

  /** Copies the runs and checks that there are {@link #RUNS}. */
  public ExperimentResult {
    runs = List.copyOf(runs);
    if (runs.size() != RUNS) {
      throw new IllegalArgumentException(
          "result: expected %d runs, found %d".formatted(RUNS, runs.size()));
    }
  }

  /** Runs the experiment from the latched seed. Takes seconds: five whole simulations. */
  public static ExperimentResult measure(Hash32 experimentId, Hash32 seed, ExperimentSpec spec) {
    List<Metrics> runs =
        IntStream.range(0, RUNS).mapToObj(i -> Twin.run(spec, derived(seed, i).bytes())).toList();
    String readable = Twin.ENGINE + "\n" + spec + "\n" + seed.hex() + "\n" + runs;
    return new ExperimentResult(
        experimentId, seed, runs, Hash32.keccak(readable.getBytes(StandardCharsets.UTF_8)));
  }

  private static Hash32 derived(Hash32 seed, int index) {
    return keccak(List.of(new Bytes32(seed.bytes()), new Uint8(index)));
  }

  /**
   * keccak256(abi.encode(experimentId, seed, runs, artefactHash)), as {@code Cradle.resultHashOf}
   * computes it.
   */
  public Hash32 resultHash() {
    return keccak(
        List.of(
            new Bytes32(experimentId.bytes()),
            new Bytes32(seed.bytes()),
            new DynamicArray<>(
                StaticStruct.class, runs.stream().map(ExperimentResult::encode).toList()),
            new Bytes32(artefactHash.bytes())));
  }

  private static StaticStruct encode(Metrics run) {
    Stream<Type<?>> values =
        Stream.of(
                run.latencyP99Micros(),
                run.packetLossPpm(),
                run.mttrMillis(),
                run.deanonymisationRiskPpm(),
                run.policyConsistencyPpm(),
                run.routeStabilityPpm())
            .map(value -> new Uint64(BigInteger.valueOf(value)));
    return new StaticStruct(
        Stream.concat(Stream.of(new Uint8(ALL_PRESENT)), values).toArray(Type[]::new));
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // the encoder takes raw types
  private static Hash32 keccak(List<? extends Type> values) {
    return Hash32.keccak(
        Numeric.hexStringToByteArray(
            new DefaultFunctionEncoder().encodeParameters((List<Type>) values)));
  }
}
