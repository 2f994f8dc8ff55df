/** Turns raw logs and calldata into typed records; pure: no clock, no input or output. */
@NullMarked
package org.sweetwater.indexer.decode;

import org.jspecify.annotations.NullMarked;
