package org.sweetwater.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sweetwater.example.Example;

/**
 * One of {@code indexer/examples}, as a process.
 *
 * @param command up to the arguments that all examples take
 * @param folder keeps what it prints, and how far it was told
 */
record ExampleClient(String name, List<String> command, Path folder, URI graphql) {
  private static final Duration STEP_MAX = Duration.ofSeconds(60);

  /** Generates the TypeScript example's types from the schema, and compiles it. */
  static ExampleClient inTypeScript(Checkout checkout, Path folder, URI graphql) throws Exception {
    Path example = checkout.root().resolve("indexer/examples/typescript");
    Path log = folder.resolve("typescript-build.log");
    Process build =
        new ProcessBuilder("npm", "run", "build")
            .directory(example.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (build.waitFor() != 0) {
      throw new AssertionError("the TypeScript example does not compile: " + Files.readString(log));
    }
    String program = example.resolve("dist/main.js").toString();
    return new ExampleClient("TypeScript", List.of("node", program), folder, graphql);
  }

  static ExampleClient inJava(Path folder, URI graphql) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return new ExampleClient(
        "Java", List.of(java, "-cp", classPath, Example.class.getName()), folder, graphql);
  }

  /** Starts it; it ends by itself after so many changes, and goes on from there the next time. */
  Run start(String run, int changes) throws IOException {
    Path out = folder.resolve("%s-%s.log".formatted(name.toLowerCase(Locale.ROOT), run));
    List<String> all = new ArrayList<>(command);
    all.add(graphql.toString());
    all.add(folder.resolve(name + ".cursor").toString());
    all.add(Integer.toString(changes));
    return new Run(
        name,
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(out.toFile()).start(),
        out);
  }

  /** A started example. */
  record Run(String name, Process process, Path out) implements AutoCloseable {
    /** Waits until it has read what there is. */
    void awaitOverview() throws InterruptedException {
      Patience.await(
          name + "'s overview",
          STEP_MAX,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError(name + " ended early: " + printed());
            }
            return Optional.of(printed()).filter(text -> text.contains("operator "));
          });
    }

    /** What it printed until its end, which must be a good one. */
    String end() throws InterruptedException {
      boolean hasEnded = process.waitFor(STEP_MAX.toSeconds(), TimeUnit.SECONDS);
      if (!hasEnded || process.exitValue() != 0) {
        throw new AssertionError("%s did not end well: %s".formatted(name, printed()));
      }
      return printed();
    }

    private String printed() {
      try {
        return Files.readString(out);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      ChildProcess.stop(process);
    }
  }
}
