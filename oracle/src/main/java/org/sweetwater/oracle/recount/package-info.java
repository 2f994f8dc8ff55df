/**
 * An independent recount: the result of a ballot from the archived signed messages and the chain's
 * events, by rules written down a second time. Shares no code with what carries or counts votes.
 */
@NullMarked
package org.sweetwater.oracle.recount;

import org.jspecify.annotations.NullMarked;
