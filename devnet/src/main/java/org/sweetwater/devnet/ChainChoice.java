package org.sweetwater.devnet;

import java.net.URI;
import java.util.Optional;
import org.web3j.crypto.Credentials;

/** The chain that a network runs on. */
sealed interface ChainChoice {
  /** A node of ours, started and stopped with the network. */
  record Own(Client client) implements ChainChoice {}

  /**
   * A node of the user's, on which we have no right but to send transactions.
   *
   * @param funder who pays for the network's accounts where gas has a price; the test mnemonic's
   *     first account when empty
   */
  record Foreign(URI rpcUrl, Optional<Credentials> funder) implements ChainChoice {}

  /** The clients that we can start. */
  enum Client {
    /** Comes with the npm packages: quick, and generous where others are strict. */
    ANVIL,
    /** Must be installed by the user: the client of real networks. */
    BESU
  }

  /** A chain of our own by anvil, the default. */
  ChainChoice ANVIL = new Own(Client.ANVIL);
}
