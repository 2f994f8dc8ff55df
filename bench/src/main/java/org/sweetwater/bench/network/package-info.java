/** A chain with the real contracts, a hub with its database, an oracle: what is measured. */
@NullMarked
package org.sweetwater.bench.network;

import org.jspecify.annotations.NullMarked;
