package org.sweetwater.indexer;

import java.util.ArrayList;
import java.util.List;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.indexer.project.EventKeys;
import org.sweetwater.indexer.project.Origin;
import org.sweetwater.indexer.project.Projector;
import org.sweetwater.indexer.project.Row;
import org.sweetwater.indexer.store.Projection;
import org.sweetwater.wrappers.chain.LogEntry;

/** Logs decoded, and projected into rows. */
record ContractProjection(EventDecoder decoder) implements Projection {
  private record Decoded(ContractEvent event, Origin origin) {}

  @Override
  public Changes of(List<BlockLogs> blocks) {
    List<Decoded> decoded = new ArrayList<>();
    List<Row.Key> keys = new ArrayList<>();
    for (BlockLogs block : blocks) {
      for (LogEntry log : block.logs()) {
        ContractEvent event = decoder.decode(log);
        decoded.add(new Decoded(event, originOf(block, log)));
        keys.addAll(EventKeys.of(event));
      }
    }
    return new Changes(
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
