/** What the digital twin costs. */
@NullMarked
package org.sweetwater.bench.cradle;

import org.jspecify.annotations.NullMarked;
