package org.sweetwater.bench.cradle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import org.sweetwater.bench.Bench;
import org.sweetwater.bench.BenchFolder;
import org.sweetwater.bench.Figures;
import org.sweetwater.bench.GcLog;
import org.sweetwater.bench.JavaProcess;
import org.sweetwater.bench.Progress;
import picocli.CommandLine.Command;

/** {@code ./sw bench cradle}. */
@Command(
    name = "cradle",
    mixinStandardHelpOptions = true,
    description = "What the digital twin takes for the reference load, on one core.")
public final class CradleBench extends Bench {
  private static final int HEAP_LIMIT_MB = 2_048;

  private record Played(double seconds, long events, long delivered, long meanHops, GcLog heap) {
    double nanosPerEvent() {
      return seconds * 1e9 / events;
    }
  }

  @Override
  protected Figures measure() throws Exception {
    double floor = QueueFloor.eventsPerSecond();
    Progress.say("a bare java.util.PriorityQueue: %,.0f events a second".formatted(floor));
    try (BenchFolder folder = BenchFolder.create()) {
      Played hundred = play(folder.path(), "100 nodes for 4 h", ReferenceLoad.HUNDRED);
      Played thousand = play(folder.path(), "1,000 nodes for 4 h", ReferenceLoad.THOUSAND);
      Played most = play(folder.path(), "10,000 nodes for 10 min", ReferenceLoad.TEN_THOUSAND);
      return figures(floor, hundred, thousand, most);
    }
  }

  private static Played play(Path folder, String what, ReferenceLoad load)
      throws IOException, InterruptedException {
    Path gc = folder.resolve(load.nodes() + ".gc");
    // One core for the twin: a collector of one thread, and no other work in its JVM.
    List<String> options =
        List.of(
            "-Xmx" + HEAP_LIMIT_MB + "m",
            "-XX:+UseSerialGC",
            "-XX:ActiveProcessorCount=1",
            "-Xlog:gc:file=" + gc);
    try (JavaProcess twin =
        JavaProcess.start(
            TwinProgram.class, folder.resolve(load.nodes() + ".log"), options, load.arguments())) {
      Scanner words = new Scanner(twin.await()).useLocale(Locale.ROOT);
      Played played =
          new Played(
              words.nextDouble(),
              words.nextLong(),
              words.nextLong(),
              words.nextLong(),
              GcLog.read(gc));
      Progress.say(
          "%s: %.1f s, %,d events, %,d packets over %.2f links"
              .formatted(
                  what,
                  played.seconds,
                  played.events,
                  played.delivered,
                  played.meanHops / 1_000.0));
      return played;
    }
  }

  private static Figures figures(double floor, Played hundred, Played thousand, Played most) {
    double eventsPerSecond = thousand.events / thousand.seconds;
    return new Figures()
        .add("seconds100x4h", hundred.seconds, "100 nodes × 4 simulated hours; at most 30")
        .add("seconds1000x4h", thousand.seconds, "1,000 nodes × 4 h; at most 480")
        .add("seconds10000x10m", most.seconds, "10,000 nodes × 10 min")
        .add("eventsPerSecond", eventsPerSecond, "of 1,000 nodes × 4 h")
        .add("floorEventsPerSecond", floor, "java.util.PriorityQueue alone, nothing simulated")
        .add("ratioToFloor", eventsPerSecond / floor, "of the floor's throughput")
        .add("heapMb", most.heap.peakMb(), "10,000 nodes, heap at its fullest; at most 2,048")
        .add("heapLiveMb", most.heap.liveMb(), "most that a collection left")
        .add("nanosPerEvent100", hundred.nanosPerEvent(), "cost of an event, 100 nodes")
        .add("nanosPerEvent1000", thousand.nanosPerEvent(), "1,000 nodes")
        .add("nanosPerEvent10000", most.nanosPerEvent(), "10,000 nodes")
        .add("meanHops100", hundred.meanHops / 1_000.0, "links of a route; the load says 4")
        .add("meanHops1000", thousand.meanHops / 1_000.0, "as above")
        .add("meanHops10000", most.meanHops / 1_000.0, "as above")
        .add("events1000x4h", thousand.events, "events of 1,000 nodes × 4 h");
  }
}
