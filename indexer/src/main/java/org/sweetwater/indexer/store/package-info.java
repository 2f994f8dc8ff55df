/** The tables of schema chain: written by one indexer at a time, block by block. */
@NullMarked
package org.sweetwater.indexer.store;

import org.jspecify.annotations.NullMarked;
