/** The whole network on one machine, and the sw command line. */
@NullMarked
package org.sweetwater.devnet;

import org.jspecify.annotations.NullMarked;
