package org.sweetwater.oracle.cradle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Specifications for tests. */
public final class Experiments {
  /** A short valid file, whose lines tests count on. */
  static final String VALID =
      """
      experiment: 1
      metadata:
        name: first-try
        title: A first try
        author: Somebody
      objective: Find out.
      network:
        topology: {kind: random-regular, nodes: 100, degree: 6}
      change:
        handshake: {suite: x25519-mlkem768}
      chaos:
        - {at: 1m, for: 1m, every: 3m, killNodes: {count: 5}}
      duration: 10m
      gates:
        latencyP99: {max: 200ms}
        packetLoss: {max: 0.5%}
        mttr: {max: 2s}
        deanonymisationRisk: {max: 1%}
        policyConsistency: {min: 95%}
        routeStability: {min: 95%}
      """;

  private static final Path EXAMPLES = Path.of("../docs/examples/experiments");

  private Experiments() {}

  /** All published examples, by name. */
  public static List<String> exampleNames() {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String exampleText(String name) {
    try {
      return Files.readString(EXAMPLES.resolve(name + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The example of docs/cradle.md. */
  static String documented() {
    try {
      String page = Files.readString(Path.of("../docs/cradle.md"));
      int start = page.indexOf("```yaml\n", page.indexOf("## Writing an experiment"));
      return page.substring(start + "```yaml\n".length(), page.indexOf("\n```\n", start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A published example. */
  public static ExperimentSpec example(String name) {
    return parse(exampleText(name));
  }

  static ExperimentSpec parse(String yaml) {
    try {
      return ExperimentFile.parse(yaml);
    } catch (InvalidSpecException e) {
      throw new AssertionError(e.problems().toString(), e);
    }
  }

  /** The valid file with an edit. */
  static String edited(String from, String to) {
    assertThat(VALID).contains(from);
    return VALID.replace(from, to);
  }

  /** What is wrong with a file: {@code line:column: key/key: problem}, in order. */
  static List<String> problems(String yaml) {
    InvalidSpecException refusal =
        catchThrowableOfType(InvalidSpecException.class, () -> ExperimentFile.parse(yaml));
    assertThat(refusal).as(yaml).isNotNull();
    return refusal.problems().stream().map(problem -> problem.in("").substring(1)).toList();
  }
}
