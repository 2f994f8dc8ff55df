package org.sweetwater.devnet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The browser of the tests; there is no test without it that would show the same. */
final class Chromium {
  private Chromium() {}

  /** The program that CHROMIUM names, or one of the usual names on the PATH. */
  static Path find(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("CHROMIUM"))
        .map(Path::of)
        .or(() -> onPath(environment.getOrDefault("PATH", "")))
        .filter(Files::isExecutable)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no Chromium for the browser tests; install it (Debian: apt-get install chromium), or set CHROMIUM"));
  }

  private static Optional<Path> onPath(String path) {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
