/** Which chain and deployment the oracle's database belongs to. */
@NullMarked
package org.sweetwater.oracle.origin;

import org.jspecify.annotations.NullMarked;
