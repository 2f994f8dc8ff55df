/** How many queries the indexer answers, beside what its SQL alone costs. */
@NullMarked
package org.sweetwater.bench.queries;

import org.jspecify.annotations.NullMarked;
