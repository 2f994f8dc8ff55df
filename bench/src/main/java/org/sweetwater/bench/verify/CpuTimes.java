package org.sweetwater.bench.verify;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Processor seconds that each part has used since it began: what a run costs however busy the
 * machine is with other things.
 *
 * @param oracle the measured oracle
 * @param hub the hub
 * @param chain anvil
 */
record CpuTimes(double oracle, double hub, double chain) {
  static CpuTimes now(long oracle, long hub) {
    return new CpuTimes(seconds(oracle), seconds(hub), sum(name -> name.endsWith("/anvil")));
  }

  CpuTimes since(CpuTimes before) {
    return new CpuTimes(oracle - before.oracle(), hub - before.hub(), chain - before.chain());
  }

  private static double sum(Predicate<String> program) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().filter(program).isPresent())
        .mapToDouble(CpuTimes::seconds)
        .sum();
  }

  private static double seconds(long pid) {
    return ProcessHandle.of(pid).map(CpuTimes::seconds).orElseThrow();
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }
}
