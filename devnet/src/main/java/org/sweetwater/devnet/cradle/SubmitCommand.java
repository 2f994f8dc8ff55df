package org.sweetwater.devnet.cradle;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetwater.devnet.member.Explanation;
import org.sweetwater.devnet.member.Farewell;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.devnet.member.MemberWallet;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.devnet.member.WalletOptions;
import org.sweetwater.oracle.ballot.Courier;
import org.sweetwater.oracle.cradle.CradleCalls;
import org.sweetwater.oracle.cradle.CradleContract;
import org.sweetwater.oracle.cradle.archive.Archive;
import org.sweetwater.oracle.cradle.canary.CanaryCalls;
import org.sweetwater.oracle.cradle.canary.CanaryContract;
import org.sweetwater.oracle.cradle.canary.WavePlan;
import org.sweetwater.oracle.cradle.spec.CanonicalJson;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.Quantity;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Receipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sw cradle submit}: registers an experiment before it is run. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Registers an experiment on-chain and publishes its specification.",
    footer = {
      "",
      "The thresholds are fixed from here on. The seed comes from a later block; attestors then repeat",
      "the experiment, and the contract compares the worst of five runs with the thresholds.",
      "Exit codes: 0 registered, 1 refused or failed, 2 wrong usage."
    })
final class SubmitCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The experiment in YAML.")
  private Path file = Path.of("");

  @Mixin private WalletOptions wallets = new WalletOptions();
  @Mixin private ArchiveOptions archives = new ArchiveOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    ExperimentSpec experiment = SpecFile.require(file);
    Deployment deployment = network.deployment();
    Archive archive = archives.open(network);
    PrintWriter terminal = spec.commandLine().getOut();
    try (ChainClient chain = network.connect()) {
      Explanation what = explain(experiment, chain, deployment);
      terminal.print(what.toText());
      terminal.flush();
      // First, so that nobody can find a registered experiment that nobody can read.
      archive.put(CanonicalJson.of(experiment));
      Courier courier = new Courier(chain, deployment);
      try (MemberWallet wallet = wallets.open(chain, courier, terminal)) {
        terminal.println(
            Farewell.of(
                wallet,
                () -> {
                  wallet.account(
                      what,
                      account ->
                          courier.powerAt(account, chain.blockNumber() - 1) > 0
                              ? Optional.empty()
                              : Optional.of(
                                  "%s has no active node, so it cannot submit; use your operator account"
                                      .formatted(account.checksummed())));
                  return submit(
                      experiment, deployment, new CanaryContract(chain, deployment), wallet, what);
                }));
        terminal.flush();
      }
    }
    return 0;
  }

  private static String submit(
      ExperimentSpec experiment,
      Deployment deployment,
      CanaryContract canary,
      MemberWallet wallet,
      Explanation what)
      throws InterruptedException {
    Receipt receipt =
        wallet.send(
            what,
            deployment.cradle(),
            CradleCalls.submit(
                experiment.changeHash(), experiment.specHash(), experiment.thresholds()));
    Hash32 id =
        CradleContract.submittedBy(receipt.logs())
            .orElseThrow(
                () ->
                    new MemberException(
                        "transaction %s was mined, but submitted nothing; was it the wallet's transaction?"
                            .formatted(receipt.transactionHash())));
    // At once: once the contract has decided, it takes no plan any more.
    WavePlan plan = WavePlan.of(experiment, canary.rules());
    if (!plan.equals(canary.rules())) {
      wallet.send(what, deployment.canary(), CanaryCalls.planWaves(id, plan));
    }
    return "Registered: experiment %s in block %d. Follow it: sw cradle status %s"
        .formatted(id, receipt.block().number(), id);
  }

  private static Explanation explain(
      ExperimentSpec experiment, ChainClient chain, Deployment deployment) {
    long attempts = new CradleContract(chain, deployment).attemptsOf(experiment.changeHash());
    List<Explanation.Fact> facts = new ArrayList<>();
    facts.add(new Explanation.Fact("Title", experiment.metadata().title()));
    facts.add(new Explanation.Fact("Change", String.join(", ", experiment.changeLines())));
    for (Metric metric : Metric.values()) {
      facts.add(
          new Explanation.Fact(
              metric.key(),
              "%s %s"
                  .formatted(
                      metric.direction() == Metric.Direction.AT_MOST ? "at most" : "at least",
                      Quantity.of(metric, experiment.thresholds().find(metric).orElseThrow()))));
    }
    facts.add(new Explanation.Fact("Attempt", "%d at this change".formatted(attempts + 1)));
    facts.add(new Explanation.Fact("Spec", experiment.specHash().hex()));
    facts.add(new Explanation.Fact("Contract", "Cradle " + deployment.cradle()));
    return new Explanation("Submit an experiment", facts, List.of());
  }
}
