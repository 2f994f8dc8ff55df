package org.sweetwater.bench.cradle;

import java.util.Locale;
import org.sweetwater.oracle.cradle.twin.Run;
import org.sweetwater.oracle.cradle.twin.Twin;
import org.sweetwater.wrappers.Hash32;

/** Plays a reference load once; prints seconds, events, delivered packets and mean hops. */
final class TwinProgram {
  private static final double NANOS = 1e9;

  private TwinProgram() {}

  public static void main(String[] args) {
    ReferenceLoad load =
        new ReferenceLoad(
            Integer.parseInt(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]));
    long began = System.nanoTime();
    Run run = Twin.run(load.scenario(), Hash32.keccak(new byte[] {1}));
    double seconds = (System.nanoTime() - began) / NANOS;
    System.out.printf(
        Locale.ROOT,
        "%.3f %d %d %d%n",
        seconds,
        run.totals().events(),
        run.totals().delivered(),
        run.totals().meanHops());
  }
}
