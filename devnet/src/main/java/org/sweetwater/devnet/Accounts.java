package org.sweetwater.devnet;

import java.util.List;
import java.util.stream.IntStream;
import org.sweetwater.devnet.fleet.NodeKeys;
import org.sweetwater.devnet.fleet.Roster;
import org.sweetwater.wrappers.Address;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.MnemonicUtils;

/**
 * The people of a devnet, all derived from the public test mnemonic: worthless keys that everybody
 * knows.
 *
 * @see <a href="https://github.com/bitcoin/bips/blob/master/bip-0044.mediawiki">BIP-44</a>, path
 *     m/44'/60'/0'/0/i
 */
final class Accounts {
  /** The mnemonic that every development chain knows. */
  static final String MNEMONIC = "test test test test test test test test test test test junk";

  /** How many accounts the chain gives money to. */
  static final int FUNDED = 30;

  /** Founding operators, one node each. */
  static final int OPERATORS = 12;

  /** Attestors of experiments. */
  static final int ATTESTORS = 5;

  private static final int DEPLOYER = 0;
  private static final int ORACLE = 1;
  private static final int FIRST_OPERATOR = 2;
  private static final int NEWCOMER = FIRST_OPERATOR + OPERATORS;
  private static final int FIRST_ATTESTOR = NEWCOMER + 1;
  private static final int STRANGER = FIRST_ATTESTOR + ATTESTORS;
  private static final int FIRST_NODE_KEY = 100;
  private static final int FIRST_TELEMETRY_KEY = 200;
  private static final Bip32ECKeyPair PARENT =
      Bip32ECKeyPair.deriveKeyPair(
          Bip32ECKeyPair.generateKeyPair(MnemonicUtils.generateSeed(MNEMONIC, "")),
          new int[] {
            44 | Bip32ECKeyPair.HARDENED_BIT,
            60 | Bip32ECKeyPair.HARDENED_BIT,
            Bip32ECKeyPair.HARDENED_BIT,
            0
          });

  private Accounts() {}

  /** Deploys the contracts and funds the others on a foreign chain. */
  static Credentials deployer() {
    return account(DEPLOYER);
  }

  /** Pays for what the oracle relays. */
  static Credentials oracle() {
    return account(ORACLE);
  }

  /** Founding operator {@code index}, 0 to 11. */
  static Credentials operator(int index) {
    return account(FIRST_OPERATOR + index);
  }

  /** All founding operators. */
  static List<Credentials> operators() {
    return IntStream.range(0, OPERATORS).mapToObj(Accounts::operator).toList();
  }

  /**
   * A fleet of so many nodes: the founding operators and others, as many as a deployment may have.
   */
  static Roster roster(int nodes) {
    return new Roster(
        IntStream.range(0, Math.min(nodes, Roster.OPERATORS_MAX))
            .mapToObj(i -> i < OPERATORS ? operator(i) : NodeKeys.operator(i))
            .toList(),
        nodes);
  }

  /** The thirteenth operator, who asks to be let in. */
  static Credentials newcomer() {
    return account(NEWCOMER);
  }

  /** All attestors, ascending by address as the contract wants them. */
  static List<Credentials> attestors() {
    return IntStream.range(0, ATTESTORS)
        .mapToObj(i -> account(FIRST_ATTESTOR + i))
        .sorted((a, b) -> addressOf(a).compareTo(addressOf(b)))
        .toList();
  }

  /** Somebody without a node. */
  static Credentials stranger() {
    return account(STRANGER);
  }

  /** The node key {@code index}: 0 to 11 are the founding operators' nodes. */
  static Credentials nodeKey(int index) {
    return account(FIRST_NODE_KEY + index);
  }

  /** The telemetry key of node {@code index}. */
  static Credentials telemetryKey(int index) {
    return account(FIRST_TELEMETRY_KEY + index);
  }

  /** The account {@code index} of those that our own chains give money to, 0 to 29. */
  static Credentials funded(int index) {
    return account(index);
  }

  /**
   * Everybody who may send a transaction: deployer, oracle, members, attestors and the stranger.
   */
  static List<Credentials> senders() {
    return IntStream.rangeClosed(DEPLOYER, STRANGER).mapToObj(Accounts::account).toList();
  }

  /** The address of an account. */
  static Address addressOf(Credentials credentials) {
    return Address.parse(credentials.getAddress());
  }

  private static Credentials account(int index) {
    return Credentials.create(Bip32ECKeyPair.deriveKeyPair(PARENT, new int[] {index}));
  }
}
