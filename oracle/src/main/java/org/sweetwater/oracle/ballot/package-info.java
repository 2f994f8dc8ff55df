/**
 * The ballot's carrier: reads signed proposals and votes from a Snapshot hub, keeps them, checks
 * them as the contract will, and has them sent.
 */
@NullMarked
package org.sweetwater.oracle.ballot;

import org.jspecify.annotations.NullMarked;
