package org.sweetwater.devnet.cradle;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.sweetwater.devnet.member.Explanation;
import org.sweetwater.devnet.member.Farewell;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.devnet.member.MemberWallet;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.devnet.member.WalletOptions;
import org.sweetwater.oracle.ballot.Courier;
import org.sweetwater.oracle.cradle.canary.CanaryCalls;
import org.sweetwater.oracle.cradle.canary.CanaryContract;
import org.sweetwater.oracle.cradle.canary.RolloutState;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Receipt;

/** Sends {@code Canary.setPaused} with the submitter's wallet. */
final class Pausing {
  private final NetworkOptions network;
  private final WalletOptions wallets;
  private final PrintWriter terminal;

  Pausing(NetworkOptions network, WalletOptions wallets, PrintWriter terminal) {
    this.network = network;
    this.wallets = wallets;
    this.terminal = terminal;
  }

  /**
   * Pauses a rollout, or lets it go on.
   *
   * @throws MemberException when it is not rolling out, or is already so
   */
  void set(Hash32 id, boolean paused) throws InterruptedException {
    Deployment deployment = network.deployment();
    try (ChainClient chain = network.connect()) {
      RolloutState rollout = new CanaryContract(chain, deployment).rollout(id);
      require(rollout, paused);
      Explanation what = explain(rollout, paused);
      terminal.print(what.toText());
      terminal.flush();
      try (MemberWallet wallet = wallets.open(chain, new Courier(chain, deployment), terminal)) {
        terminal.println(
            Farewell.of(wallet, () -> send(wallet, what, deployment, rollout, paused)));
        terminal.flush();
      }
    }
  }

  private static void require(RolloutState rollout, boolean paused) {
    if (!rollout.isRollingOut()) {
      throw new MemberException(
          "experiment %s is not rolling out (%s)"
              .formatted(rollout.id(), RolloutStory.words(rollout.phase())));
    }
    if (rollout.paused() == paused) {
      throw new MemberException(
          "rollout %s is %s".formatted(rollout.id(), paused ? "paused already" : "not paused"));
    }
  }

  private static Explanation explain(RolloutState rollout, boolean paused) {
    return new Explanation(
        paused ? "Hold the next wave back" : "Let the next wave go",
        List.of(
            new Explanation.Fact("Experiment", rollout.id().hex()),
            new Explanation.Fact("Wave", Integer.toString(rollout.wave())),
            new Explanation.Fact("Phase", RolloutStory.words(rollout.phase())),
            new Explanation.Fact("Submitter", rollout.submitter().checksummed())),
        List.of());
  }

  private static String send(
      MemberWallet wallet,
      Explanation what,
      Deployment deployment,
      RolloutState rollout,
      boolean paused)
      throws InterruptedException {
    wallet.account(
        what,
        account ->
            account.equals(rollout.submitter())
                ? Optional.empty()
                : Optional.of(
                    "%s did not submit this experiment; only %s can pause or resume it"
                        .formatted(account.checksummed(), rollout.submitter().checksummed())));
    Receipt receipt =
        wallet.send(what, deployment.canary(), CanaryCalls.setPaused(rollout.id(), paused));
    return "%s in block %d. Follow it: sw cradle status %s"
        .formatted(paused ? "Paused" : "Resumed", receipt.block().number(), rollout.id());
  }
}
