/**
 * The outbox and the one relay that empties it: every transaction of the oracle is stored before it
 * is sent, followed until it is final, and sent again when the chain forgets it.
 */
@NullMarked
package org.sweetwater.oracle.relay;

import org.jspecify.annotations.NullMarked;
