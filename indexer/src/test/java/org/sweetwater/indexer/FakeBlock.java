package org.sweetwater.indexer;

import java.util.List;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/** A block with its events, decoded and raw. */
record FakeBlock(Block block, List<ContractEvent> events, List<LogEntry> logs) {}
