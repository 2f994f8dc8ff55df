/** A typed client of the indexer's GraphQL API, to copy from. */
@NullMarked
package org.sweetwater.example;

import org.jspecify.annotations.NullMarked;
