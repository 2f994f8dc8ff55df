package org.sweetwater.devnet;

import java.math.BigInteger;
import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Fees;
import org.web3j.crypto.Credentials;

/** Gives the network's people money for gas on a chain where they may have none. */
final class Funding {
  /** Deploying takes some 15 million, everything else far less; prices may rise meanwhile. */
  private static final BigInteger GAS_EACH = BigInteger.valueOf(60_000_000);

  private final ChainClient chain;
  private final Credentials funder;
  private final Narrator narrator;

  /** Money from {@code funder} to those who may send transactions. */
  Funding(ChainClient chain, Credentials funder, Narrator narrator) {
    this.chain = chain;
    this.funder = funder;
    this.narrator = narrator;
  }

  /**
   * Brings every account up to what it may need; does nothing where gas is free.
   *
   * @throws DevnetException when the funder has too little, naming it and the sum
   */
  void fund() throws InterruptedException {
    Fees fees = chain.fees();
    BigInteger allowance = fees.maxFeePerGas().multiply(GAS_EACH);
    if (allowance.signum() == 0) {
      narrator.say("gas is free here: nobody needs money, everything is sent at price 0");
      return;
    }
    Address payer = Accounts.addressOf(funder);
    List<Address> poor =
        Accounts.senders().stream()
            .map(Accounts::addressOf)
            .filter(account -> !account.equals(payer))
            .filter(account -> balance(account).compareTo(allowance) < 0)
            .toList();
    if (poor.isEmpty()) {
      return;
    }
    // Its own gas too: it may be one of the senders.
    requireEnough(payer, allowance.multiply(BigInteger.valueOf(poor.size() + 1L)));
    new Wallet(chain, funder).transferToAll(poor, allowance);
    narrator.say("funded    %d accounts with %s wei each, by %s", poor.size(), allowance, payer);
  }

  private void requireEnough(Address payer, BigInteger needed) {
    BigInteger found = balance(payer);
    if (found.compareTo(needed) < 0) {
      throw new DevnetException(
          "the funder %s: expected %s wei or more, found %s; send it money, or name another account with --funder-key-env"
              .formatted(payer, needed, found));
    }
  }

  private BigInteger balance(Address account) {
    return chain.balance(account, BlockTag.LATEST);
  }
}
