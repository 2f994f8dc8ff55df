package org.sweetwater.devnet.member;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sweetwater.oracle.ballot.HandOver;
import org.sweetwater.oracle.message.TypedData;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sw propose}: a member proposes a call with a wallet of their own. */
@Command(
    name = "propose",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Builds a proposal from a YAML file, shows its call, signs and posts it.",
    footer = {
      "",
      "Examples:",
      "  sw propose proposal.yaml --dry-run           (say what would happen)",
      "  sw propose proposal.yaml                     (wallet in the browser)",
      "  sw propose proposal.yaml --keystore me.json --yes --out signed.json",
      "  sw propose --submit signed.json --self       (open the ballot, no hub)",
      "",
      "The file is described in docs/member.md; examples are in docs/examples.",
      "Exit codes: 0 the proposal was taken, 1 refused or failed, 2 wrong usage."
    })
public final class ProposeCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The proposal in YAML.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--dry-run", description = "Sign nothing; only say what would be proposed.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask before signing.")
  private boolean yes;

  @Mixin private WalletOptions wallets = new WalletOptions();
  @Mixin private DeliveryOptions delivery = new DeliveryOptions();
  @Mixin private NetworkOptions options = new NetworkOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by picocli. */
  public ProposeCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (file.isPresent() == delivery.submit().isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "expected the FILE of a proposal, or --submit FILE");
    }
    PrintWriter terminal = spec.commandLine().getOut();
    try (MemberNetwork network = MemberNetwork.connect(options, !delivery.self() && !dryRun)) {
      Delivery carrier = new Delivery(network, delivery, terminal);
      String end =
          delivery.submit().isPresent()
              ? carrier.submit(wallets, remedy())
              : propose(file.orElseThrow(), network, carrier);
      terminal.println(end);
      terminal.flush();
    }
    return 0;
  }

  private String propose(Path yaml, MemberNetwork network, Delivery carrier)
      throws InterruptedException {
    PrintWriter terminal = spec.commandLine().getOut();
    ProposalPlan plan = ProposalPlan.of(yaml, network, Clock.systemUTC());
    terminal.print(plan.explain().toText());
    terminal.flush();
    if (dryRun) {
      return "Nothing was signed (--dry-run).";
    }
    if (!yes) {
      confirm(System.console());
    }
    try (MemberWallet wallet = wallets.open(network.chain(), network.courier(), terminal)) {
      return Farewell.of(
          wallet,
          () -> {
            Address author = wallet.account(plan.explain(), plan::refusalOf);
            TypedData proposal = plan.draftOf(author);
            Bytes signature =
                wallet.sign(plan.explain().with("Author", author.checksummed()), proposal);
            terminal.println("proposal  " + proposal.id());
            byte[] signed = proposal.envelope(author, signature.hex());
            requireOpenable(network, signed);
            String end = carrier.deliver(signed, wallet, remedy());
            return end + " Follow it: sw ballot show " + proposal.id();
          });
    }
  }

  /** A hub takes proposals that the contract would never open; nobody should vote on such. */
  private static void requireOpenable(MemberNetwork network, byte[] signed) {
    HandOver verdict = network.courier().open(SignedFile.parse(signed, "the signed proposal"));
    if (verdict instanceof HandOver.Refused(String code, String detail)) {
      throw new MemberException(
          "the contract would not open it now: %s: %s; nothing was posted".formatted(code, detail));
    }
  }

  private static void confirm(@Nullable Console console) {
    if (console == null || !console.isTerminal()) {
      throw new MemberException("no terminal to ask for a yes; give --yes");
    }
    String answer = console.readLine("Sign this proposal? [y/N] ");
    if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
      throw new MemberException("not confirmed; nothing was signed");
    }
  }

  private static String remedy() {
    return "correct it, try again, or open the ballot yourself: --self";
  }
}
