package org.sweetwater.devnet.member;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetwater.oracle.message.TypedData;
import org.sweetwater.oracle.message.VoteDraft;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sw vote}: a member votes with a wallet of their own. */
@Command(
    name = "vote",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Votes with your own wallet, through a hub or without one.",
    footer = {
      "",
      "Examples:",
      "  sw vote --proposal 0x910c… --choice for             (browser wallet)",
      "  sw vote --proposal 0x910c… --choice against --keystore me.json",
      "  sw vote --proposal 0x910c… --choice for --self      (no hub at all)",
      "  sw vote --submit vote.json --self        (a vote that --out saved)",
      "",
      "Exit codes: 0 the vote was taken, 1 refused or failed, 2 wrong usage."
    })
public final class VoteCommand implements Callable<Integer> {
  private static final int REASON_MAX = 5_000;

  @Option(
      names = "--proposal",
      paramLabel = "ID",
      description = "The proposal's id, 0x and 64 digits.")
  private Optional<String> proposal = Optional.empty();

  @Option(names = "--choice", paramLabel = "CHOICE", description = "for, against or abstain.")
  private Optional<ChoiceName> choice = Optional.empty();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; signed with the vote and public for ever.")
  private String reason = "";

  @Mixin private WalletOptions wallets = new WalletOptions();
  @Mixin private DeliveryOptions delivery = new DeliveryOptions();
  @Mixin private NetworkOptions options = new NetworkOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by picocli. */
  public VoteCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (delivery.submit().isPresent() == (proposal.isPresent() && choice.isPresent())) {
      throw new ParameterException(
          spec.commandLine(), "expected --proposal ID and --choice CHOICE, or --submit FILE alone");
    }
    if (reason.length() > REASON_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "--reason: expected at most %d characters, found %d"
              .formatted(REASON_MAX, reason.length()));
    }
    PrintWriter terminal = spec.commandLine().getOut();
    try (MemberNetwork network = MemberNetwork.connect(options, !delivery.self())) {
      Delivery carrier = new Delivery(network, delivery, terminal);
      String end =
          delivery.submit().isPresent()
              ? carrier.submit(wallets, remedy())
              : vote(network, carrier, terminal);
      terminal.println(end);
      terminal.flush();
    }
    return 0;
  }

  private String vote(MemberNetwork network, Delivery carrier, PrintWriter terminal)
      throws InterruptedException {
    Hash32 id = proposalId();
    VotingMatter matter =
        new MatterReader(network.chain(), network.deployment(), network.courier())
            .read(id, network.hub());
    requireWay(matter);
    Voter voters = new Voter(network.chain(), network.courier(), Clock.systemUTC());
    Explanation purpose = explain(matter, network.deployment().space());
    try (MemberWallet wallet = wallets.open(network.chain(), network.courier(), terminal)) {
      String end =
          Farewell.of(
              wallet,
              () -> {
                Address voter =
                    wallet.account(purpose, account -> voters.refusalOf(account, matter));
                MessageTime time = voters.timeFor(voter, matter, network.hub());
                TypedData vote = draft(network, matter, voter, time);
                Explanation what =
                    purpose.with("Voter", voter.checksummed()).warning(time.warning());
                terminal.print(what.toText());
                terminal.flush();
                Bytes signature = wallet.sign(what, vote);
                return carrier.deliver(vote.envelope(voter, signature.hex()), wallet, remedy());
              });
      return end + System.lineSeparator() + next(matter);
    }
  }

  private TypedData draft(
      MemberNetwork network, VotingMatter matter, Address voter, MessageTime time) {
    return TypedData.of(
        new VoteDraft(
            voter,
            network.deployment().space(),
            time.signed(),
            matter.id(),
            choice.orElseThrow().number(),
            reason));
  }

  private Hash32 proposalId() {
    String text = proposal.orElseThrow();
    if (!text.matches("0x[0-9a-fA-F]{64}")) {
      throw new ParameterException(
          spec.commandLine(), "--proposal: expected 0x and 64 hex digits, found " + text);
    }
    return Hash32.parse(text);
  }

  /** A vote that can go nowhere is not worth signing. */
  private void requireWay(VotingMatter matter) {
    if (delivery.self() && matter.ballot().isEmpty()) {
      throw new MemberException(
          "ballot %s is not open on-chain yet; whoever has the signed proposal can open it: sw propose --submit FILE --self"
              .formatted(matter.id()));
    }
    if (!delivery.self() && !matter.onHub()) {
      throw new MemberException(
          "%s, so it takes no votes on it; vote without it: --self"
              .formatted(String.join("; ", matter.warnings())));
    }
  }

  private Explanation explain(VotingMatter matter, String space) {
    List<Explanation.Fact> facts = new ArrayList<>();
    facts.add(new Explanation.Fact("Proposal", matter.title().orElse("(no hub shows its words)")));
    facts.add(new Explanation.Fact("Call", matter.call()));
    facts.add(new Explanation.Fact("Choice", choice.orElseThrow().word()));
    if (!reason.isEmpty()) {
      facts.add(new Explanation.Fact("Reason", reason));
    }
    facts.add(new Explanation.Fact("Space", space));
    facts.add(new Explanation.Fact("Id", matter.id().hex()));
    facts.add(new Explanation.Fact("Ends", matter.endsAt().toString()));
    return new Explanation(
        "Vote %s".formatted(choice.orElseThrow().word()), facts, matter.warnings());
  }

  private static String remedy() {
    return "correct it, try again, or bring it to the contract yourself: --self";
  }

  private String next(VotingMatter matter) {
    return delivery.self()
        ? "A later vote of yours replaces it. Follow it: sw ballot show " + matter.id()
        : "The oracle brings it to the contract; voting ends at %s. Follow it: sw ballot show %s"
            .formatted(matter.endsAt(), matter.id());
  }
}
