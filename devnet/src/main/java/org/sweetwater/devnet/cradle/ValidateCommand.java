package org.sweetwater.devnet.cradle;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sweetwater.oracle.cradle.spec.ExperimentSchema;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.InvalidSpecException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sw cradle validate}: says all that is wrong with files, by line and column. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks experiments and says what they change.",
    footer = {"", "Exit codes: 0 all are experiments, 1 one is not, 2 wrong usage."})
final class ValidateCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Experiments in YAML.")
  private List<Path> files = List.of();

  @Option(names = "--schema", description = "Print the JSON Schema of experiments, for editors.")
  private boolean schema;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (files.isEmpty() != schema) {
      throw new ParameterException(spec.commandLine(), "expected FILEs, or --schema alone");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (schema) {
      out.println(ExperimentSchema.text().stripTrailing());
    }
    boolean isGood = true;
    for (Path file : files) {
      isGood &= check(file, out);
    }
    out.flush();
    return isGood ? 0 : 1;
  }

  private boolean check(Path file, PrintWriter out) {
    try {
      ExperimentSpec read = SpecFile.read(file);
      out.println("%s: ok: %s".formatted(file, read.metadata().title()));
      read.changeLines().forEach(line -> out.println("  change  " + line));
      out.println("  spec    " + read.specHash());
      return true;
    } catch (InvalidSpecException e) {
      PrintWriter err = spec.commandLine().getErr();
      e.problems().forEach(problem -> err.println(problem.in(file.toString())));
      err.flush();
      return false;
    }
  }
}
