/** Follows the chain: its next blocks with our contracts' logs, and its reorganisations. */
@NullMarked
package org.sweetwater.indexer.chain;

import org.jspecify.annotations.NullMarked;
