package org.sweetwater.devnet.cradle;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sw cradle}: tries a change of the network in the digital twin, before anybody votes. */
@Command(
    name = "cradle",
    mixinStandardHelpOptions = true,
    description = "Tries a change of the network in the digital twin, before anybody votes on it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "From an idea to a vote:",
      "  sw cradle validate my.yaml           (is it an experiment?)",
      "  sw cradle run my.yaml                (try it at home)",
      "  sw cradle submit my.yaml             (register it; attestors repeat it)",
      "  sw cradle status 0x…                 (what the contract decided)",
      "  sw cradle propose 0x…                (the proposal that asks for a vote)",
      "While it is rolled out:",
      "  sw cradle status 0x…                 (waves, verdicts, evidence)",
      "  sw cradle propose --final-wave 0x…   (the vote about the last wave)",
      "  sw cradle pause 0x…, resume 0x…      (its submitter holds the next wave back)",
      "  sw cradle breach 0x…                 (an attestor says that it must go back)",
      "Anybody can check a published result: sw cradle replay 0x…",
      "",
      "docs/cradle.md says how to write one; ten are in docs/examples/experiments."
    },
    subcommands = {
      ValidateCommand.class,
      RunCommand.class,
      SubmitCommand.class,
      StatusCommand.class,
      ReplayCommand.class,
      ReportCommand.class,
      ProposeCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      BreachCommand.class
    })
public final class CradleCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Made by picocli, which fills in the rest. */
  public CradleCommand() {
    spec = CommandSpec.forAnnotatedObject(this);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "sw cradle: expected validate, run, submit, status, replay, report, propose, pause, resume or breach");
  }
}
