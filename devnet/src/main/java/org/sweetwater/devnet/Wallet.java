package org.sweetwater.devnet;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.relay.ErrorCatalogue;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.EstimateOutcome;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.chain.Revert;
import org.sweetwater.wrappers.chain.SendOutcome;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** A person's account on the chain: sends one transaction at a time and waits for it. */
public final class Wallet {
  private static final Duration MINED_MAX = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  /** How often a call is sent that others keep changing under us. */
  private static final int ATTEMPTS = 3;

  /** What a plain transfer costs. */
  private static final BigInteger TRANSFER_GAS = BigInteger.valueOf(21_000);

  private final ChainClient chain;
  private final Credentials credentials;
  private final ErrorCatalogue errors;

  /** The account with this key, on this chain. */
  public Wallet(ChainClient chain, Credentials credentials) {
    this.chain = chain;
    this.credentials = credentials;
    this.errors = ContractCalls.errors();
  }

  /** The account. */
  public Address address() {
    return Accounts.addressOf(credentials);
  }

  /**
   * Sends a call and waits until it is mined. One that reverts although its estimate was good,
   * since somebody else changed what it has to do in between, is estimated and sent again.
   *
   * @throws DevnetException when the contract refuses, with its decoded reason
   */
  public Receipt send(Address to, Bytes data) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      BigInteger gas = gasFor(to, data);
      BigInteger nonce = chain.nonce(address(), BlockTag.LATEST);
      Hash32 hash = submit(nonce, chain.fees(), new Transfer(to, BigInteger.ZERO, data, gas));
      Receipt receipt = mined(chain, hash);
      if (receipt.succeeded() || attempt == ATTEMPTS) {
        return requireSuccess(receipt);
      }
    }
  }

  private BigInteger gasFor(Address to, Bytes data) {
    return switch (chain.estimateGas(address(), to, data)) {
      case EstimateOutcome.Enough(var estimate) ->
          // Besu estimates tightly; a fifth more covers a block that differs.
          estimate.multiply(BigInteger.valueOf(6)).divide(BigInteger.valueOf(5));
      case EstimateOutcome.Reverted(var revert) ->
          throw new DevnetException("%s refused the call: %s".formatted(to, describe(revert)));
    };
  }

  /** Sends the same sum to each, all in one go, and waits until it is there. */
  void transferToAll(List<Address> receivers, BigInteger wei) throws InterruptedException {
    Fees fees = chain.fees();
    BigInteger nonce = chain.nonce(address(), BlockTag.LATEST);
    List<Hash32> sent = new ArrayList<>();
    for (Address receiver : receivers) {
      sent.add(submit(nonce, fees, new Transfer(receiver, wei, Bytes.EMPTY, TRANSFER_GAS)));
      nonce = nonce.add(BigInteger.ONE);
    }
    for (Hash32 hash : sent) {
      await(chain, hash);
    }
  }

  /**
   * Tries a call without sending it; the decoded reason when the contract refuses, empty when it
   * would succeed.
   */
  Optional<String> refusalOf(Address to, Bytes data) {
    return switch (chain.estimateGas(address(), to, data)) {
      case EstimateOutcome.Enough ignored -> Optional.empty();
      case EstimateOutcome.Reverted(var revert) -> Optional.of(describe(revert));
    };
  }

  /** Reads from a contract at the newest block. */
  Bytes read(Address to, Bytes data) {
    return switch (chain.call(to, data, BlockTag.LATEST)) {
      case CallOutcome.Returned(var returned) -> returned;
      case CallOutcome.Reverted(var revert) ->
          throw new DevnetException("%s refused to answer: %s".formatted(to, describe(revert)));
    };
  }

  private String describe(Revert revert) {
    return errors.decode(revert.data()).describe();
  }

  /** What a transaction does, apart from who pays how much for it. */
  private record Transfer(Address to, BigInteger wei, Bytes data, BigInteger gas) {}

  private Hash32 submit(BigInteger nonce, Fees fees, Transfer transfer) {
    RawTransaction transaction =
        RawTransaction.createTransaction(
            chain.chainId(),
            nonce,
            transfer.gas(),
            transfer.to().lowerHex(),
            transfer.wei(),
            transfer.data().hex(),
            fees.maxPriorityFeePerGas(),
            fees.maxFeePerGas());
    byte[] signed = TransactionEncoder.signMessage(transaction, credentials);
    return switch (chain.sendRawTransaction(Bytes.parse(Numeric.toHexString(signed)))) {
      case SendOutcome.Accepted(var hash) -> hash;
      case SendOutcome.AlreadyKnown(var hash) -> hash;
      case SendOutcome refused ->
          throw new DevnetException(
              "the node refused a transaction of %s: %s".formatted(address(), refused));
    };
  }

  /**
   * Waits until a transaction is mined.
   *
   * @throws DevnetException when it reverts, or is not mined in time
   */
  public static Receipt await(ChainClient chain, Hash32 hash) throws InterruptedException {
    return requireSuccess(mined(chain, hash));
  }

  private static Receipt mined(ChainClient chain, Hash32 hash) throws InterruptedException {
    Instant deadline = Instant.now().plus(MINED_MAX);
    while (Instant.now().isBefore(deadline)) {
      Optional<Receipt> receipt = chain.receipt(hash);
      if (receipt.isPresent()) {
        return receipt.get();
      }
      Thread.sleep(POLL);
    }
    throw new DevnetException(
        "transaction %s was not mined within %d s; does the chain make blocks?"
            .formatted(hash, MINED_MAX.toSeconds()));
  }

  private static Receipt requireSuccess(Receipt receipt) {
    if (!receipt.succeeded()) {
      throw new DevnetException(
          "transaction %s reverted when it was mined".formatted(receipt.transactionHash()));
    }
    return receipt;
  }
}
