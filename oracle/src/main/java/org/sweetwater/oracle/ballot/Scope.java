package org.sweetwater.oracle.ballot;

import org.sweetwater.wrappers.Hash32;

/** What a hub lists for us. */
sealed interface Scope {
  /** All proposals of our space. */
  record Proposals() implements Scope {}

  /** The votes on one proposal that stand now. */
  record Votes(Hash32 proposal) implements Scope {}
}
