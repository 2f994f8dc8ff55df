package org.sweetwater.oracle.cradle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

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

  private final SigningKey key;
  private final Hash32 domain;

  /** An attestor with its key, for the Cradle at {@code cradle} on {@code chainId}. */
  public Attestor(SigningKey key, long chainId, Address cradle) {
    this.key = key;
    this.domain = concat(DOMAIN_TYPE, NAME, VERSION, number(chainId), cradle.toWord());
  }

  /** The account whose signature this is. */
  public Address address() {
    return key.address();
  }

  /**
   * What an attestor measured, and its signature.
   *
   * @param signature 65 bytes, r ‖ s ‖ v
   */
  public record Attestation(ExperimentResult result, Bytes signature) {}

  /**
   * Repeats an experiment and signs what it gave: there is no way to have another's result signed.
   *
   * @param finished told after each run how many are done
   */
  public Attestation attest(
      Hash32 experiment, Hash32 seed, ExperimentSpec spec, IntConsumer finished) {
    ExperimentResult result = ExperimentResult.measure(experiment, seed, spec, finished);
    return new Attestation(result, sign(result));
  }

  private Bytes sign(ExperimentResult result) {
    Hash32 struct =
        concat(ATTESTATION_TYPE, result.experiment(), result.seed(), result.resultHash());
    return key.sign(
        Hash32.keccak(
            ByteBuffer.allocate(2 + 2 * Hash32.LENGTH)
                .put((byte) 0x19)
                .put((byte) 0x01)
                .put(domain.bytes())
                .put(struct.bytes())
                .array()));
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
