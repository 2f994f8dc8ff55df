/** {@code ./sw bench indexer} and its like: how fast logs become tables, and what others need. */
@NullMarked
package org.sweetwater.bench.indexer;

import org.jspecify.annotations.NullMarked;
