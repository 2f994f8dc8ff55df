package org.sweetwater.devnet.fleet;

import java.math.BigInteger;
import org.sweetwater.devnet.DevnetException;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.SendOutcome;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/**
 * An account that sends many transactions in a row without waiting for one; their nonces are its
 * own count. Not for several threads at once.
 */
final class Sender {
  private final ChainClient chain;
  private final Credentials credentials;
  private BigInteger nonce;

  Sender(ChainClient chain, Credentials credentials) {
    this.chain = chain;
    this.credentials = credentials;
    this.nonce = chain.nonce(address(), BlockTag.LATEST);
  }

  Address address() {
    return Address.parse(credentials.getAddress());
  }

  /** Hands a transaction to the node. */
  void send(Address to, Bytes data, BigInteger wei, BigInteger gas, Fees fees) {
    RawTransaction transaction =
        RawTransaction.createTransaction(
            chain.chainId(),
            nonce,
            gas,
            to.lowerHex(),
            wei,
            data.isEmpty() ? "" : data.hex(),
            fees.maxPriorityFeePerGas(),
            fees.maxFeePerGas());
    byte[] signed = TransactionEncoder.signMessage(transaction, credentials);
    SendOutcome outcome = chain.sendRawTransaction(Bytes.parse(Numeric.toHexString(signed)));
    if (!(outcome instanceof SendOutcome.Accepted || outcome instanceof SendOutcome.AlreadyKnown)) {
      throw new DevnetException(
          "the node refused a transaction of %s: %s".formatted(address(), outcome));
    }
    nonce = nonce.add(BigInteger.ONE);
  }

  /** Whether everything that was sent is in a block. */
  boolean isMined() {
    return chain.nonce(address(), BlockTag.LATEST).compareTo(nonce) >= 0;
  }
}
