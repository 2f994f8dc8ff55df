/** The query API: GraphQL in The Graph's conventions over the projected tables. */
@NullMarked
package org.sweetwater.indexer.graphql;

import org.jspecify.annotations.NullMarked;
