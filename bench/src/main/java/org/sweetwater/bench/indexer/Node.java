package org.sweetwater.bench.indexer;

import java.net.URI;

/** A JSON-RPC endpoint whose chain holds a {@link Workload}. */
interface Node extends AutoCloseable {
  URI url();

  /** Processor seconds that it has used so far. */
  double cpuSeconds();

  @Override
  void close();
}
