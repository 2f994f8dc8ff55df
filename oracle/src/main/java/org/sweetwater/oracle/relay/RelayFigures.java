package org.sweetwater.oracle.relay;

import java.math.BigInteger;

/**
 * Where the relay stood after its last round.
 *
 * @param waiting calls without a transaction yet
 * @param inFlight calls that are signed and not final
 * @param balanceWei money of the relay's account
 */
public record RelayFigures(int waiting, int inFlight, BigInteger balanceWei) {}
