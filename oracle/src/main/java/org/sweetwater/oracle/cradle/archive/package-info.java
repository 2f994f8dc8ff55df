/**
 * Where specifications and results are published: bytes that are found by their keccak256, which is
 * what the contract keeps of them.
 */
@NullMarked
package org.sweetwater.oracle.cradle.archive;

import org.jspecify.annotations.NullMarked;
