/** A fleet of simulated nodes: registers them, and lets them run and report what waves bring. */
@NullMarked
package org.sweetwater.devnet.fleet;

import org.jspecify.annotations.NullMarked;
