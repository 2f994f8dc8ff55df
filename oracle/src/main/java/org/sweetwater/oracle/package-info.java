/** The oracle: carries signed evidence to the contracts, and decides nothing. */
@NullMarked
package org.sweetwater.oracle;

import org.jspecify.annotations.NullMarked;
