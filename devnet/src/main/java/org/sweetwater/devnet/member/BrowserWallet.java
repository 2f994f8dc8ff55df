package org.sweetwater.devnet.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sweetwater.devnet.Wallet;
import org.sweetwater.oracle.ballot.Courier;
import org.sweetwater.oracle.message.SignatureOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.TypedData;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.Receipt;

/**
 * A wallet in the member's browser, asked by a page that this process serves. What comes back is
 * checked here: an account that may not sign and a signature of another account are refused.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-1193">EIP-1193</a>
 */
final class BrowserWallet implements MemberWallet {
  /** A member has to find the wallet, unlock it and read. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final ChainClient chain;
  private final Courier courier;
  private final PageSession session;
  private final PageServer server;
  private @Nullable Address account;

  private BrowserWallet(
      ChainClient chain, Courier courier, PageSession session, PageServer server) {
    this.chain = chain;
    this.courier = courier;
    this.session = session;
    this.server = server;
  }

  /**
   * Serves the page.
   *
   * @param terminal told what happens on the page
   */
  static BrowserWallet open(
      ChainClient chain, Courier courier, Duration patience, Consumer<String> terminal) {
    PageSession session = new PageSession(patience);
    PageServer server = PageServer.start(session, text -> terminal.accept("page: " + text));
    return new BrowserWallet(chain, courier, session, server);
  }

  /** Where the member goes; good for one visit. */
  URI address() {
    return server.address();
  }

  @Override
  public Address account(Explanation purpose, AccountRule rule) throws InterruptedException {
    ObjectNode view = PageSession.view("account", "");
    view.set("explanation", purpose.toJson());
    JsonNode answer =
        session.ask(
            new PageTask(
                view,
                given ->
                    parse(given.path("account").asText())
                        .map(rule::refusalOf)
                        .orElseGet(() -> Optional.of("The wallet gave no account."))));
    Address chosen = parse(answer.path("account").asText()).orElseThrow();
    account = chosen;
    return chosen;
  }

  @Override
  public Bytes sign(Explanation what, TypedData message) throws InterruptedException {
    Address signer = requireAccount();
    ObjectNode view =
        PageSession.view("sign", "Read it, then sign it in your wallet. Signing costs nothing.");
    view.put("button", "Sign in wallet");
    view.put("account", signer.checksummed());
    view.put("typedData", message.forWallet());
    view.set("explanation", what.toJson());
    JsonNode answer =
        session.ask(
            new PageTask(
                view, given -> problemOf(given.path("signature").asText(), message.id(), signer)));
    session.pause("Signed. The command sends it…");
    return Signatures.bytes(answer.path("signature").asText()).orElseThrow();
  }

  @Override
  public Receipt send(Explanation what, Address to, Bytes data) throws InterruptedException {
    Address sender = requireAccount();
    ObjectNode view =
        PageSession.view("send", "This is a transaction: your wallet shows what it costs.");
    view.put("button", "Send with wallet");
    view.put("chainId", "0x" + Long.toHexString(chain.chainId()));
    view.set("explanation", what.toJson());
    ObjectNode transaction =
        view.putObject("transaction")
            .put("from", sender.checksummed())
            .put("to", to.checksummed())
            .put("data", data.hex());
    if (chain.fees().equals(Fees.NONE)) {
      // A wallet would offer a tip that an account without money cannot pay.
      transaction.put("maxFeePerGas", "0x0").put("maxPriorityFeePerGas", "0x0");
    }
    JsonNode answer =
        session.ask(
            new PageTask(
                view,
                given ->
                    hash(given.path("transactionHash").asText()).isPresent()
                        ? Optional.empty()
                        : Optional.of("The wallet gave no transaction hash.")));
    session.pause("Sent. Waiting until it is mined…");
    return Wallet.await(chain, hash(answer.path("transactionHash").asText()).orElseThrow());
  }

  @Override
  public void tell(Ending ending) throws InterruptedException {
    session.end(ending, FAREWELL);
  }

  private Address requireAccount() {
    if (account == null) {
      throw new IllegalStateException("the wallet was not asked for its account");
    }
    return account;
  }

  private Optional<String> problemOf(String signature, Hash32 digest, Address signer) {
    return switch (Signatures.check(digest, signature, signer)) {
      case SignatureOutcome.SignedByKey ignored -> Optional.empty();
      case SignatureOutcome.Unreadable ignored ->
          Optional.of("The wallet gave no signature (0x and hex digits).");
      case SignatureOutcome.Opaque ignored ->
          acceptedByContract(signature, digest, signer, "These bytes are no key's signature");
      case SignatureOutcome.SignedByOther(Address recovered) ->
          acceptedByContract(
              signature, digest, signer, "This signature is of " + recovered.checksummed());
    };
  }

  private Optional<String> acceptedByContract(
      String signature, Hash32 digest, Address signer, String found) {
    boolean isAccepted =
        courier.acceptsSignature(signer, digest, Signatures.bytes(signature).orElseThrow());
    return isAccepted
        ? Optional.empty()
        : Optional.of(
            "%s, not of %s, and no contract there accepts it. Choose that account in your wallet and sign again."
                .formatted(found, signer.checksummed()));
  }

  private static Optional<Address> parse(String text) {
    return text.matches("0x[0-9a-fA-F]{40}") ? Optional.of(Address.parse(text)) : Optional.empty();
  }

  private static Optional<Hash32> hash(String text) {
    return text.matches("0x[0-9a-f]{64}") ? Optional.of(Hash32.parse(text)) : Optional.empty();
  }

  @Override
  public void close() {
    server.close();
  }
}
