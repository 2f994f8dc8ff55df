/**
 * Carries rollouts: what nodes and attestors signed reaches Canary, and every step that anybody may
 * take is taken. The contract decides.
 */
@NullMarked
package org.sweetwater.oracle.cradle.canary;

import org.jspecify.annotations.NullMarked;
