package org.sweetwater.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's own log says about its heap.
 *
 * @param peakMb the most that was in use, garbage included
 * @param liveMb the most that was left after a collection
 * @param collections how many there were
 * @see <a href="https://openjdk.org/jeps/158">JEP 158</a>, {@code -Xlog:gc}
 */
public record GcLog(int peakMb, int liveMb, int collections) {
  /** Before anything was read. */
  public static final GcLog NONE = new GcLog(0, 0, 0);

  /** For example {@code GC(7) Pause Young (Normal) (G1 Evacuation Pause) 78M->20M(100M) 3.4ms}. */
  private static final Pattern COLLECTION = Pattern.compile(" (\\d+)M->(\\d+)M\\(\\d+M\\)");

  /** Reads the file that {@code -Xlog:gc:file} named. */
  public static GcLog read(Path file) throws IOException {
    GcLog log = NONE;
    for (String line : Files.readAllLines(file)) {
      Matcher matcher = COLLECTION.matcher(line);
      if (matcher.find()) {
        log =
            new GcLog(
                Math.max(log.peakMb(), Integer.parseInt(matcher.group(1))),
                Math.max(log.liveMb(), Integer.parseInt(matcher.group(2))),
                log.collections() + 1);
      }
    }
    return log;
  }
}
