package org.sweetwater.indexer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.indexer.chain.BlockStream;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.indexer.project.EventKeys;
import org.sweetwater.indexer.project.Origin;
import org.sweetwater.indexer.project.Projector;
import org.sweetwater.indexer.project.Row;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.wrappers.chain.LogEntry;

/** One step of the pipeline: what the chain did, decoded, projected and stored. */
record Indexing(BlockStream stream, EventDecoder decoder) {
  private record Decoded(ContractEvent event, Origin origin) {}

  /** Takes the next step; when it fails, nothing of it is stored. */
  ChainEvent step(ChainStore store) {
    ChainEvent event = stream.next(store.head(), store::newestUpTo);
    switch (event) {
      case ChainEvent.Extended(var blocks) -> append(store, blocks);
      case ChainEvent.Reorganised(var _, long toNumber) -> store.rollBackTo(toNumber);
      case ChainEvent.Unchanged() -> {
        // Nothing to store.
      }
    }
    return event;
  }

  private void append(ChainStore store, List<BlockLogs> blocks) {
    List<Decoded> decoded = new ArrayList<>();
    Set<Row.Key> keys = new HashSet<>();
    for (BlockLogs block : blocks) {
      for (LogEntry log : block.logs()) {
        ContractEvent event = decoder.decode(log);
        decoded.add(new Decoded(event, originOf(block, log)));
        keys.addAll(EventKeys.of(event));
      }
    }
    store.append(
        blocks,
        keys,
        ledger -> {
          Projector projector = new Projector(ledger);
          decoded.forEach(one -> projector.project(one.event(), one.origin()));
        });
  }

  private static Origin originOf(BlockLogs block, LogEntry log) {
    return new Origin(
        log.block(), block.block().timestamp(), log.transactionHash(), log.logIndex());
  }
}
