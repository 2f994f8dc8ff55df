/**
 * What the verdicts of a wave's nodes prove: the same arithmetic as {@code EProcessLib} in the
 * contracts. It is written down in {@code docs/canary.md}.
 */
@NullMarked
package org.sweetwater.oracle.cradle.wave;

import org.jspecify.annotations.NullMarked;
