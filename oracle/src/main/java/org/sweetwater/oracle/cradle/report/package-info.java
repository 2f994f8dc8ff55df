/**
 * An experiment on one page: what was to change, what was measured, and how anybody measures it
 * again.
 */
@NullMarked
package org.sweetwater.oracle.cradle.report;

import org.jspecify.annotations.NullMarked;
