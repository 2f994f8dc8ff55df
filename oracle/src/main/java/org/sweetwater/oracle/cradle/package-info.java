/**
 * Experiments: a reproducible twin of the mesh, and attestors who sign what they measured in it.
 */
@NullMarked
package org.sweetwater.oracle.cradle;

import org.jspecify.annotations.NullMarked;
