package org.sweetwater.oracle.cradle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Sign;

/**
 * Signs the results that it measured: EIP-712 {@code Attestation} in the domain of one Cradle on
 * one chain.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-712">EIP-712</a>
 */
public final class Attestor {
  private static final Hash32 DOMAIN_TYPE =
      keccak("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final Hash32 ATTESTATION_TYPE =
      keccak("Attestation(bytes32 experimentId,bytes32 seed,bytes32 resultHash)");
  private static final Hash32 NAME = keccak("Sweetwater Cradle");
  private static final Hash32 VERSION = keccak("1");

  private final Credentials credentials;
  private final Hash32 domain;

  /** An attestor with its key, for the Cradle at {@code cradle} on {@code chainId}. */
  public Attestor(Credentials credentials, long chainId, Address cradle) {
    this.credentials = credentials;
    this.domain = concat(DOMAIN_TYPE, NAME, VERSION, number(chainId), cradle.toWord());
  }

  /** The account whose signature this is. */
  public Address address() {
    return Address.parse(credentials.getAddress());
  }

  /** Signs a result that this attestor measured itself: 65 bytes, r ‖ s ‖ v. */
  public byte[] sign(ExperimentResult result) {
    Hash32 struct =
        concat(ATTESTATION_TYPE, result.experiment(), result.seed(), result.resultHash());
    byte[] digest =
        Hash32.keccak(
                ByteBuffer.allocate(66)
                    .put((byte) 0x19)
                    .put((byte) 0x01)
                    .put(domain.bytes())
                    .put(struct.bytes())
                    .array())
            .bytes();
    Sign.SignatureData signature = Sign.signMessage(digest, credentials.getEcKeyPair(), false);
    return ByteBuffer.allocate(65)
        .put(signature.getR())
        .put(signature.getS())
        .put(signature.getV())
        .array();
  }

  private static Hash32 concat(Hash32... words) {
    ByteBuffer buffer = ByteBuffer.allocate(words.length * Hash32.LENGTH);
    for (Hash32 word : words) {
      buffer.put(word.bytes());
    }
    return Hash32.keccak(buffer.array());
  }

  private static Hash32 number(long value) {
    return Hash32.fromUnsigned(BigInteger.valueOf(value));
  }

  private static Hash32 keccak(String text) {
    return Hash32.keccak(text.getBytes(StandardCharsets.UTF_8));
  }
}
