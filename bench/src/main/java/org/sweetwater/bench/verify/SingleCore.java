package org.sweetwater.bench.verify;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.sweetwater.bench.Progress;
import org.sweetwater.oracle.ballot.VoteVerifierBenchmark;

/**
 * One thread's throughput, by JMH: medians over the iterations of all forks, which a moment's noise
 * does not move.
 *
 * @param verified votes in a second, from the hub's JSON to their reading
 * @param recovered signers in a second by libsecp256k1 alone: the floor
 */
record SingleCore(double verified, double recovered) {
  private static final int MEDIAN = 50;

  static SingleCore run() throws RunnerException {
    Progress.say("measuring one thread with JMH");
    Options options =
        new OptionsBuilder()
            .include(VoteVerifierBenchmark.class.getName())
            .threads(1)
            .forks(3)
            .warmupIterations(5)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(7)
            .measurementTime(TimeValue.seconds(1))
            .jvmArgs("--enable-native-access=ALL-UNNAMED", "-Xmx256m")
            .shouldFailOnError(true)
            .build();
    // Standard output is for the figures.
    Collection<RunResult> results =
        new Runner(
                options, OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT))
            .run();
    return new SingleCore(median(results, "verify"), median(results, "recover"));
  }

  private static double median(Collection<RunResult> results, String method) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + method))
        .mapToDouble(result -> result.getPrimaryResult().getStatistics().getPercentile(MEDIAN))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("JMH did not run " + method));
  }
}
