/**
 * Snapshot's signed messages: strict parsing, EIP-712 digests, signatures, and the form in which
 * SnapshotBallot counts them. Pure: no clock, no network, no database.
 */
@NullMarked
package org.sweetwater.oracle.message;

import org.jspecify.annotations.NullMarked;
