/**
 * Our own Snapshot hub and sequencer for one space: takes signed messages that a ballot can count,
 * and shows them as Snapshot's hub does. Decides nothing: the contract verifies every message
 * again.
 */
@NullMarked
package org.sweetwater.oracle.hub;

import org.jspecify.annotations.NullMarked;
