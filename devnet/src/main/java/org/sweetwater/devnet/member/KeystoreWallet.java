package org.sweetwater.devnet.member;

import java.util.Optional;
import org.sweetwater.devnet.Wallet;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.message.TypedData;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Receipt;
import org.web3j.crypto.Credentials;

/** A wallet whose key is in a keystore file. */
final class KeystoreWallet implements MemberWallet {
  private final SigningKey key;
  private final Wallet sender;

  KeystoreWallet(ChainClient chain, Credentials credentials) {
    this.key =
        SigningKey.of(Hash32.fromUnsigned(credentials.getEcKeyPair().getPrivateKey()).bytes());
    this.sender = new Wallet(chain, credentials);
  }

  @Override
  public Address account(Explanation purpose, AccountRule rule) {
    Optional<String> refusal = rule.refusalOf(key.address());
    if (refusal.isPresent()) {
      throw new MemberException(refusal.get());
    }
    return key.address();
  }

  @Override
  public Bytes sign(Explanation what, TypedData message) {
    return key.sign(message.id());
  }

  @Override
  public Receipt send(Explanation what, Address to, Bytes data) throws InterruptedException {
    return sender.send(to, data);
  }

  /** The terminal has said it. */
  @Override
  public void tell(Ending ending) {}

  @Override
  public void close() {}
}
