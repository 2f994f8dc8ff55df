/** How fast we ask others again: backoff with jitter. */
@NullMarked
package org.sweetwater.oracle.pace;

import org.jspecify.annotations.NullMarked;
