package org.sweetwater.devnet.member;

import java.nio.file.Path;
import java.util.Optional;
import org.sweetwater.wrappers.chain.ChainClient;
import picocli.CommandLine.Option;

/** How a signed message leaves the member: to a hub, or to the contract; and to a file. */
final class DeliveryOptions {
  @Option(
      names = "--self",
      description =
          "Bring it to the contract in a transaction of your own, without any hub; costs gas.")
  private boolean self;

  @Option(
      names = "--gas-keystore",
      paramLabel = "FILE",
      description = "With --self: pay from this keystore (default: the wallet that signs).")
  private Optional<Path> gasKeystore = Optional.empty();

  @Option(
      names = "--gas-password-file",
      paramLabel = "FILE",
      description = "The password of --gas-keystore, in the first line of a file.")
  private Optional<Path> gasPasswordFile = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Also save the signed message, for whoever brings it later.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--submit",
      paramLabel = "FILE",
      description = "Sign nothing; bring a message that --out saved, whoever signed it.")
  private Optional<Path> submit = Optional.empty();

  DeliveryOptions() {}

  boolean self() {
    return self;
  }

  Optional<Path> submit() {
    return submit;
  }

  void save(byte[] envelope) {
    out.ifPresent(file -> SignedFile.write(file, envelope));
  }

  /** Who pays instead of the wallet that signs. */
  Optional<MemberWallet> payer(ChainClient chain) {
    return gasKeystore.map(
        file -> new KeystoreWallet(chain, Keystores.open(file, gasPasswordFile)));
  }
}
