package org.sweetwater.devnet.ballot;

import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/** Where on the chain a log is: enough for anybody to look it up. */
record Place(long block, Hash32 transaction, int logIndex) {
  static Place of(LogEntry log) {
    return new Place(log.block().number(), log.transactionHash(), log.logIndex());
  }

  /** In words. */
  String describe() {
    return "block %d, transaction %s, log %d".formatted(block, transaction, logIndex);
  }
}
