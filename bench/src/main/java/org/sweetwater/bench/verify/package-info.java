/** How fast the oracle verifies votes: one after the other, and a whole proposal from our hub. */
@NullMarked
package org.sweetwater.bench.verify;

import org.jspecify.annotations.NullMarked;
