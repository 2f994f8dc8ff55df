/** Turns decoded events into rows; pure: no clock, no input or output. */
@NullMarked
package org.sweetwater.indexer.project;

import org.jspecify.annotations.NullMarked;
