package org.sweetwater.oracle.cradle.canary;

import java.util.Optional;
import org.sweetwater.oracle.cradle.SigningDomain;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/**
 * An attestor's sign that somebody watches a rollout.
 *
 * @param wave the rollout's present wave, 1 to 4
 * @param block one of the last 50, newer than the last heartbeat's
 * @param signature 65 bytes, r ‖ s ‖ v
 */
public record Heartbeat(Hash32 experimentId, int wave, BlockRef block, Bytes signature) {
  private static final Hash32 TYPE =
      SigningDomain.typeHash("Heartbeat(bytes32 experimentId,uint8 wave,bytes32 blockHash)");

  /** Checks the wave. */
  public Heartbeat {
    Ranges.require("wave", wave, 1, Ranges.WAVES);
  }

  /** Signs a heartbeat for the Canary of a deployment. */
  public static Heartbeat sign(
      SigningKey key, Deployment deployment, Hash32 experimentId, int wave, BlockRef block) {
    return new Heartbeat(
        experimentId, wave, block, key.sign(digest(deployment, experimentId, wave, block)));
  }

  /** Who signed; empty for a signature that the contract would not take from anybody. */
  public Optional<Address> signer(Deployment deployment) {
    return CanarySignatures.signer(digest(deployment, experimentId, wave, block), signature);
  }

  private static Hash32 digest(Deployment deployment, Hash32 id, int wave, BlockRef block) {
    return CanarySignatures.domain(deployment)
        .digest(SigningDomain.structHash(TYPE, id, SigningDomain.number(wave), block.hash()));
  }
}
