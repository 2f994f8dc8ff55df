/**
 * One command that starts the whole network on this machine, and the scenario that shows it at
 * work.
 */
@NullMarked
package org.sweetwater.devnet;

import org.jspecify.annotations.NullMarked;
