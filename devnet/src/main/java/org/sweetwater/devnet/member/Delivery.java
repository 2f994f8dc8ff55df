package org.sweetwater.devnet.member;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.ProposalMessage;

/** Brings a signed message to a hub, or to the contract. */
final class Delivery {
  private final MemberNetwork network;
  private final DeliveryOptions options;
  private final PrintWriter terminal;

  Delivery(MemberNetwork network, DeliveryOptions options, PrintWriter terminal) {
    this.network = network;
    this.options = options;
    this.terminal = terminal;
  }

  /**
   * Brings it: saves it first where that was asked for, so that a signature is never lost.
   *
   * @param wallet pays with {@code --self}, unless another payer was named
   * @param remedy what to do when a hub does not take it
   * @return how it ended, in one line
   */
  String deliver(byte[] bytes, MemberWallet wallet, String remedy) throws InterruptedException {
    options.save(bytes);
    Envelope envelope = SignedFile.parse(bytes, "the signed message");
    return options.self()
        ? bring(envelope, options.payer(network.chain()).orElse(wallet)::send)
        : post(bytes, envelope, remedy);
  }

  /** Brings a message from a file; a wallet is opened only if it must pay. */
  String submit(WalletOptions wallets, String remedy) throws InterruptedException {
    Path file = options.submit().orElseThrow();
    byte[] bytes = SignedFile.read(file);
    Envelope envelope = SignedFile.parse(bytes, file.toString());
    if (!options.self()) {
      return post(bytes, envelope, remedy);
    }
    Optional<MemberWallet> payer = options.payer(network.chain());
    if (payer.isPresent()) {
      return bring(envelope, payer.get()::send);
    }
    try (MemberWallet wallet = wallets.open(network.chain(), network.courier(), terminal)) {
      return Farewell.of(
          wallet,
          () -> {
            wallet.account(explain(envelope), anybody -> Optional.empty());
            return bring(envelope, wallet::send);
          });
    }
  }

  private String post(byte[] bytes, Envelope envelope, String remedy) throws InterruptedException {
    new HubPost(network.hub().orElseThrow(), terminal).post(bytes, envelope, remedy);
    return "The hub took it.";
  }

  private String bring(Envelope envelope, ByHand.Payer payer) throws InterruptedException {
    ByHand byHand = new ByHand(network.deployment(), network.courier(), terminal);
    return envelope.message() instanceof ProposalMessage
        ? byHand.open(envelope, payer)
        : byHand.count(envelope, payer);
  }

  private static Explanation explain(Envelope envelope) {
    return new Explanation(
        "Pay for bringing a signed message to the contract",
        List.of(
            new Explanation.Fact("Message", envelope.message().id().hex()),
            new Explanation.Fact("Signed by", envelope.address().checksummed())),
        List.of());
  }
}
