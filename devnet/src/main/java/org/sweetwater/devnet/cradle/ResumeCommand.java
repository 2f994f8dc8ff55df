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

/** {@code sw cradle resume}: the submitter lets the next wave go. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lets a paused rollout go on. For the experiment's submitter.",
    footer = {"", "Exit codes: 0 resumed, 1 refused or failed, 2 wrong usage."})
final class ResumeCommand implements Callable<Integer> {
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
    new Pausing(network, wallets, spec.commandLine().getOut()).set(id, false);
    return 0;
  }
}
