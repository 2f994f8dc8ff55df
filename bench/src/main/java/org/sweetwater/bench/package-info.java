/**
 * {@code ./sw bench}: measures the figures that the project promises. Nothing here is timed by a
 * test.
 */
@NullMarked
package org.sweetwater.bench;

import org.jspecify.annotations.NullMarked;
