package org.sweetwater.wrappers.chain;

import java.math.BigInteger;
import java.time.Instant;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Hash32;

/**
 * A block header, as far as anybody here needs it.
 *
 * @param hash as the node says: on QBFT it is not keccak256 of the header that the node shows
 * @param timestamp with a precision of one second
 * @param baseFeePerGas in wei, 0 on a gas-free chain
 * @param logsBloom which contracts and topics may have logs in this block
 */
public record Block(
    long number,
    Hash32 hash,
    Hash32 parentHash,
    Instant timestamp,
    BigInteger baseFeePerGas,
    LogsBloom logsBloom) {
  /** Its number and hash. */
  public BlockRef ref() {
    return new BlockRef(number, hash);
  }
}
