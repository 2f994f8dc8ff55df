package org.sweetwater.devnet;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.web3j.crypto.Credentials;

/** The chain that a network runs on. */
sealed interface ChainChoice {
  /**
   * The default: comes with the npm packages, starts at once, is generous where others are strict.
   */
  ChainChoice ANVIL = new Anvil();

  /** An anvil of ours, started and stopped with the network. */
  record Anvil() implements ChainChoice {}

  /** A Besu of ours, started and stopped with the network; {@code program} is the executable. */
  record Besu(Path program) implements ChainChoice {}

  /**
   * A node of the user's, on which we have no right but to send transactions.
   *
   * @param funder who pays for the network's accounts where gas has a price; the test mnemonic's
   *     first account when empty
   */
  record Foreign(URI rpcUrl, Optional<Credentials> funder) implements ChainChoice {}
}
