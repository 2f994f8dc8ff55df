package org.sweetwater.devnet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The project's checkout: where the contracts, the npm tools and the member's client are. */
public record Checkout(Path root) {
  /** The launcher sets this property to the checkout's folder. */
  static final String HOME_PROPERTY = "sweetwater.home";

  /** Finds the checkout that the launcher names, or the one around the working folder. */
  public static Checkout find() {
    String home = System.getProperty(HOME_PROPERTY);
    if (home != null) {
      return new Checkout(Path.of(home));
    }
    Optional<Path> around =
        Optional.of(Path.of("").toAbsolutePath())
            .flatMap(
                here ->
                    Stream.iterate(here, p -> p != null, Path::getParent)
                        .filter(folder -> Files.exists(folder.resolve("contracts/foundry.toml")))
                        .findFirst());
    return new Checkout(
        around.orElseThrow(
            () ->
                new DevnetException(
                    "no Sweetwater checkout around "
                        + Path.of("").toAbsolutePath()
                        + "; start it with ./sw")));
  }

  Path contracts() {
    return root.resolve("contracts");
  }

  Path client() {
    return root.resolve("devnet/client");
  }

  /** The folder for everything that running networks write. */
  public Path state() {
    return root.resolve(".sweetwater");
  }

  /** A Foundry tool's native program, as the npm packages ship it for this platform. */
  Path foundry(String tool) {
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Path program =
        contracts()
            .resolve("node_modules/@foundry-rs/%s-%s-%s/bin/%s".formatted(tool, os, arch, tool));
    if (!Files.isExecutable(program)) {
      throw new DevnetException(
          "%s is not installed (%s); run npm ci in contracts/, or use ./sw, which does"
              .formatted(tool, program));
    }
    return program;
  }
}
