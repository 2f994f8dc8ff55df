package org.sweetwater.wrappers.chain;

import java.math.BigInteger;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * A transaction that the node knows.
 *
 * @param block where it was mined; empty while it waits
 * @param to empty when it creates a contract
 * @param value in wei
 */
public record ChainTransaction(
    Hash32 hash,
    Optional<BlockRef> block,
    Address from,
    Optional<Address> to,
    BigInteger nonce,
    BigInteger value,
    Bytes input) {}
