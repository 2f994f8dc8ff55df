/** What a ballot costs on-chain, beside OpenZeppelin's Governor. */
@NullMarked
package org.sweetwater.bench.ballot;

import org.jspecify.annotations.NullMarked;
