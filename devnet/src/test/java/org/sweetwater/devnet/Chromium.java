package org.sweetwater.devnet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The browser of the tests. {@code sw test} installs it or refuses to begin; only {@code sw test
 * --e2e} goes on without it, and says so.
 */
final class Chromium {
  private Chromium() {}

  /** Whether there is one, for tests that need it. */
  static boolean isThere() {
    return find(System.getenv()).isPresent();
  }

  /** The program that CHROMIUM names, or one of the usual names on the PATH. */
  static Optional<Path> find(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("CHROMIUM"))
        .map(Path::of)
        .or(() -> onPath(environment.getOrDefault("PATH", "")))
        .filter(Files::isExecutable);
  }

  private static Optional<Path> onPath(String path) {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
