package org.sweetwater.devnet.cradle;

import java.io.PrintWriter;
import java.util.function.IntConsumer;
import org.sweetwater.oracle.cradle.ExperimentResult;

/** Says on the terminal how far the twin is; each run is played with the change and without. */
final class Progress implements IntConsumer {
  private static final int RUNS = 2 * ExperimentResult.RUNS;

  private final PrintWriter err;
  private final long beganAt = System.nanoTime();

  Progress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void accept(int done) {
    long seconds = (System.nanoTime() - beganAt) / 1_000_000_000L;
    err.println("%4d s  %d of %d runs".formatted(seconds, done, RUNS));
    err.flush();
  }
}
