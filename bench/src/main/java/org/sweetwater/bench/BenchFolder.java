package org.sweetwater.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one run's files, deleted afterwards. */
public record BenchFolder(Path path) implements AutoCloseable {
  /** An empty one. */
  public static BenchFolder create() throws IOException {
    return new BenchFolder(Files.createTempDirectory("sweetwater-bench-"));
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(path)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }
}
