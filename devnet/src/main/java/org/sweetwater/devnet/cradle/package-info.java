/** {@code sw cradle}: experiments, from the YAML file to the proposal. */
@NullMarked
package org.sweetwater.devnet.cradle;

import org.jspecify.annotations.NullMarked;
