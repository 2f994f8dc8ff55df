package org.sweetwater.devnet.ballot;

import org.sweetwater.oracle.RecountCommand;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code sw ballot}: what became of a ballot, and of a vote, and why. */
@Command(
    name = "ballot",
    mixinStandardHelpOptions = true,
    description = "Says where a ballot stands, and why a vote counts in it or does not.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Each line says who stands for it: the chain, an indexer's reading of it, or off-chain word.",
      "The chain is always asked; without indexer or hub the answer says what it cannot tell."
    },
    subcommands = {ShowCommand.class, ExplainCommand.class, RecountCommand.class})
public final class BallotCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills in the rest. */
  public BallotCommand() {
    spec = CommandSpec.forAnnotatedObject(this);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "sw ballot: expected show, explain or recount");
  }

  /** Reads an id. */
  static final class IdReader implements ITypeConverter<Hash32> {
    @Override
    public Hash32 convert(String text) {
      try {
        return Hash32.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "expected a ballot's id, 0x and 64 hex digits, found '%s'".formatted(Text.line(text)));
      }
    }
  }

  /** Reads an account. */
  static final class AccountReader implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      try {
        return Address.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "expected an account, 0x and 40 hex digits, found '%s'".formatted(Text.line(text)));
      }
    }
  }

  /** Writes to where the command line writes. */
  static void print(Report report, CommandSpec spec, boolean isForMachines) {
    CommandLine line = spec.commandLine();
    report.print(line.getOut(), isForMachines);
  }
}
