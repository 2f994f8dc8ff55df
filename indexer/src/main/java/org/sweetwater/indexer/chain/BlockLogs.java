package org.sweetwater.indexer.chain;

import java.util.List;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/** A block and all logs of our contracts in it, in their order. */
public record BlockLogs(Block block, List<LogEntry> logs) {
  /** Copies the list. */
  public BlockLogs {
    logs = List.copyOf(logs);
  }
}
