package org.sweetwater.indexer.decode;

/**
 * What one log of our contracts says, field by field as the Solidity interfaces declare it.
 *
 * <p>Unsigned numbers that the contracts keep small are {@code int} or {@code long}; those that a
 * caller may choose freely are {@link java.math.BigInteger}. Times are block or signed times of at
 * most 40 bits of Unix seconds.
 */
public sealed interface ContractEvent
    permits BallotEvent, CanaryEvent, CradleEvent, RegistryEvent, UnknownEvent {}
