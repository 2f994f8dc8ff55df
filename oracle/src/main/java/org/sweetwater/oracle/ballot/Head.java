package org.sweetwater.oracle.ballot;

/**
 * The newest block.
 *
 * @param time seconds since 1970
 */
record Head(long number, long time) {}
