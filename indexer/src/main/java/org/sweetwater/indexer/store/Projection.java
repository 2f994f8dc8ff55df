package org.sweetwater.indexer.store;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.indexer.project.Ledger;
import org.sweetwater.indexer.project.Row;

/** Says what blocks change; the same blocks always change the same. */
@FunctionalInterface
public interface Projection {
  /** The changes that these blocks, in ascending order, make to the rows before them. */
  Changes of(List<BlockLogs> blocks);

  /**
   * What is to be done with a ledger.
   *
   * @param keys every row that {@code make} looks up or replaces; may be named several times
   */
  record Changes(Collection<Row.Key> keys, Consumer<Ledger> make) {}
}
