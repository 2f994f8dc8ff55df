package org.sweetwater.oracle.cradle.canary;

import java.util.Set;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;

/**
 * One rollout, as one block has it. A dry run happens on top of the same block, so what is decided
 * by this block's number and time passes there.
 *
 * @param ended the keys of calls that had ended before the block was read
 */
record Look(RolloutState state, Block head, Set<String> ended) {
  Look {
    ended = Set.copyOf(ended);
  }

  Hash32 id() {
    return state.id();
  }

  /** Seconds. */
  long now() {
    return head.timestamp().getEpochSecond();
  }

  BlockTag block() {
    return BlockTag.at(head.hash());
  }
}
