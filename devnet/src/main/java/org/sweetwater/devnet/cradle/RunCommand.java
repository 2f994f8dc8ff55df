package org.sweetwater.devnet.cradle;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.report.ReportPage;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sw cradle run}: plays an experiment at home. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Plays an experiment in the twin, five times with the change and without.",
    footer = {
      "",
      "Nothing is sent anywhere. The same file and seed give the same bytes on every machine.",
      "Exit codes: 0 it passes its gates, 1 it does not, 2 wrong usage."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The experiment in YAML.")
  private Path file = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "HEX",
      converter = HashReader.class,
      description = "0x and 64 digits (default: drawn, and printed).")
  private Optional<Hash32> seed = Optional.empty();

  @Option(names = "--report", paramLabel = "FILE", description = "Write an HTML page about it.")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the whole result, with all series, as JSON.")
  private Optional<Path> out = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ExperimentSpec experiment = SpecFile.require(file);
    Hash32 from = seed.orElseGet(RunCommand::random);
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.println("%s (seed %s)".formatted(experiment.metadata().title(), from));
    experiment.changeLines().forEach(line -> terminal.println("  change  " + line));
    terminal.flush();
    ExperimentResult result =
        ExperimentResult.measure(
            Hash32.ZERO, from, experiment, new Progress(spec.commandLine().getErr()));
    ResultTable table = ResultTable.of(experiment.thresholds(), result);
    table.lines().forEach(terminal::println);
    terminal.println(table.verdict());
    out.ifPresent(path -> write(path, result.artefact()));
    report.ifPresent(path -> write(path, ReportPage.of(experiment, result, Optional.empty())));
    terminal.flush();
    return table.failures().isEmpty() ? 0 : 1;
  }

  private static Hash32 random() {
    byte[] bytes = new byte[Hash32.LENGTH];
    new SecureRandom().nextBytes(bytes);
    return Hash32.of(bytes);
  }

  /** Writes a file, and makes the folder that it is in. */
  static void write(Path path, byte[] bytes) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new MemberException("%s: cannot be written (%s)".formatted(path, e.getMessage()));
    }
  }
}
