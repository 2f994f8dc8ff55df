/**
 * The digital twin: a discrete-event simulator of the packet mesh. Same scenario, seed and {@link
 * org.sweetwater.oracle.cradle.twin.Twin#ENGINE engine} give the same bytes on any machine. The
 * model and its limits are written down in {@code docs/twin.md}.
 */
@NullMarked
package org.sweetwater.oracle.cradle.twin;

import org.jspecify.annotations.NullMarked;
