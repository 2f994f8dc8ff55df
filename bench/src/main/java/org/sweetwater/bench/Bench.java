package org.sweetwater.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A subcommand that measures some figures: a new one is a subclass, named among the subcommands of
 * {@link BenchCommand}. What it says meanwhile goes to standard error.
 */
public abstract class Bench implements Callable<Integer> {
  @Option(
      names = "--json",
      description = "Prints one JSON object as the last line, instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Sets up, measures, and cleans up after itself. */
  protected abstract Figures measure() throws Exception;

  @Override
  public final Integer call() throws Exception {
    Figures figures = measure();
    Machine machine = Machine.find(Path.of(System.getProperty("sweetwater.home", "")));
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? figures.json(spec.name(), machine) : figures.table(spec.name(), machine));
    out.flush();
    return 0;
  }
}
