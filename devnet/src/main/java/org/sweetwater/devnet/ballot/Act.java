package org.sweetwater.devnet.ballot;

import java.time.Instant;
import org.sweetwater.wrappers.Address;

/**
 * A step of a ballot's life on the chain.
 *
 * @param by who sent the transaction; anybody may, so this says who paid and nothing more
 */
record Act(Kind kind, Place place, Address by, Instant at) {
  /** What was done. */
  enum Kind {
    OPENED,
    EXTENDED,
    CLOSED,
    EXECUTED,
    VETOED
  }
}
