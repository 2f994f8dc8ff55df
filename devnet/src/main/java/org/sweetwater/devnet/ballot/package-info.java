/** Says of a ballot, and of one voter in it, what happened and why: {@code sw ballot}. */
@NullMarked
package org.sweetwater.devnet.ballot;

import org.jspecify.annotations.NullMarked;
