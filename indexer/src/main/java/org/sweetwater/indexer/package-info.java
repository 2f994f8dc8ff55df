/** The indexer: follows the chain, projects its log into tables, and answers GraphQL. */
@NullMarked
package org.sweetwater.indexer;

import org.jspecify.annotations.NullMarked;
