/** The contracts as Java sees them: generated classes, the value types and the RPC client. */
@NullMarked
package org.sweetwater.wrappers;

import org.jspecify.annotations.NullMarked;
