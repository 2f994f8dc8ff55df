package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import org.sweetwater.oracle.relay.SignedTransaction.Purpose;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.chain.Fees;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/** Signs EIP-1559 transactions. The same input gives the same bytes (RFC 6979). */
final class TransactionSigner {
  /** Gas of a payment without data. Yellow paper, appendix G. */
  private static final long PAYMENT_GAS = 21_000;

  private final RelayKey key;
  private final long chainId;

  TransactionSigner(RelayKey key, long chainId) {
    this.key = key;
    this.chainId = chainId;
  }

  Address sender() {
    return key.address();
  }

  SignedTransaction call(long nonce, Address target, Bytes calldata, long gasLimit, Fees fees) {
    return sign(Purpose.CALL, nonce, target, calldata, gasLimit, fees);
  }

  SignedTransaction cancel(long nonce, Fees fees) {
    return sign(Purpose.CANCEL, nonce, sender(), Bytes.EMPTY, PAYMENT_GAS, fees);
  }

  private SignedTransaction sign(
      Purpose purpose, long nonce, Address to, Bytes data, long gasLimit, Fees fees) {
    RawTransaction unsigned =
        RawTransaction.createTransaction(
            chainId,
            BigInteger.valueOf(nonce),
            BigInteger.valueOf(gasLimit),
            to.lowerHex(),
            BigInteger.ZERO,
            data.hex(),
            fees.maxPriorityFeePerGas(),
            fees.maxFeePerGas());
    Bytes raw = Bytes.of(TransactionEncoder.signMessage(unsigned, key.credentials()));
    return new SignedTransaction(raw.keccak(), sender(), nonce, purpose, raw, gasLimit, fees);
  }
}
