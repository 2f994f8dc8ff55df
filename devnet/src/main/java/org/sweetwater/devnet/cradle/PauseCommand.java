package org.sweetwater.devnet.cradle;

import java.util.concurrent.Callable;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.devnet.member.WalletOptions;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sw cradle pause}: the submitter holds the next wave back. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Holds a rollout's next wave back. For the experiment's submitter.",
    footer = {
      "",
      "The present wave goes on: verdicts, breaches and heartbeats count as ever.",
      "Exit codes: 0 paused, 1 refused or failed, 2 wrong usage."
    })
final class PauseCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ID",
      converter = HashReader.class,
      description = "The experiment's id, 0x and 64 digits.")
  private Hash32 id = Hash32.ZERO;

  @Mixin private WalletOptions wallets = new WalletOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    new Pausing(network, wallets, spec.commandLine().getOut()).set(id, true);
    return 0;
  }
}
