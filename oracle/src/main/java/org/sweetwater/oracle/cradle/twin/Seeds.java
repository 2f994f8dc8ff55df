package org.sweetwater.oracle.cradle.twin;

import org.sweetwater.wrappers.Hash32;

/** A seed, and the streams of random numbers that come from it. */
record Seeds(Hash32 seed) {
  SeededRandom stream(String purpose) {
    return SeededRandom.of(seed, purpose);
  }
}
