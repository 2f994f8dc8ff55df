package org.sweetwater.oracle.cradle;

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
  private static final Hash32 ATTESTATION_TYPE =
      SigningDomain.typeHash("Attestation(bytes32 experimentId,bytes32 seed,bytes32 resultHash)");

  private final SigningKey key;
  private final SigningDomain domain;

  /** An attestor with its key, for the Cradle at {@code cradle} on {@code chainId}. */
  public Attestor(SigningKey key, long chainId, Address cradle) {
    this.key = key;
    this.domain = new SigningDomain("Sweetwater Cradle", chainId, cradle);
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
    return key.sign(
        domain.digest(
            SigningDomain.structHash(
                ATTESTATION_TYPE, result.experiment(), result.seed(), result.resultHash())));
  }
}
