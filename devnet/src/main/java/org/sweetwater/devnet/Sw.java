package org.sweetwater.devnet;

import org.sweetwater.devnet.ballot.BallotCommand;
import org.sweetwater.devnet.cradle.CradleCommand;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.devnet.member.ProposeCommand;
import org.sweetwater.devnet.member.VoteCommand;
import org.sweetwater.indexer.IndexerCommand;
import org.sweetwater.migrations.DatabaseException;
import org.sweetwater.migrations.MigrateCommand;
import org.sweetwater.oracle.OracleCommand;
import org.sweetwater.oracle.hub.HubCommand;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.config.ConfigException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The root of the {@code sw} command line: every module's subcommands hang here.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage. What an operator can mend is one line on standard
 * error; a stack trace means a bug of ours.
 */
@Command(
    name = "sw",
    description = "Runs and inspects Sweetwater, the governance backend of a mesh network.",
    versionProvider = Sw.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "For developers: ./sw build, check, test, fmt, gas, prove and bench; see CONTRIBUTING.md.",
    },
    subcommands = {
      DemoCommand.class,
      DevnetCommand.class,
      ProposeCommand.class,
      VoteCommand.class,
      BallotCommand.class,
      CradleCommand.class,
      HubCommand.class,
      OracleCommand.class,
      IndexerCommand.class,
      MigrateCommand.class,
      AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    })
public final class Sw implements Runnable {
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills in the rest. */
  Sw() {
    spec = CommandSpec.forAnnotatedObject(this);
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, as {@link #main} runs it. */
  static CommandLine commandLine() {
    return new CommandLine(new Sw())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
  }

  private static int report(Exception failure, CommandLine command) throws Exception {
    boolean isExplained =
        failure instanceof FatalException
            || failure instanceof RetryableException
            || failure instanceof ConfigException
            || failure instanceof DatabaseException
            || failure instanceof DevnetException
            || failure instanceof MemberException;
    if (!isExplained) {
      throw failure;
    }
    command.getErr().println("sw: " + failure.getMessage());
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** Without a subcommand there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "sw: expected a command");
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Sw.class.getPackage().getImplementationVersion();
      return new String[] {"sw " + (version == null ? "(not packaged)" : version)};
    }
  }
}
