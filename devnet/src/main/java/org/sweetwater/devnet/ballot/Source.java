package org.sweetwater.devnet.ballot;

/** Who says so: how far a line can be trusted. */
enum Source {
  /** A contract, asked at the newest block, or the log that it emitted. */
  CHAIN("chain"),
  /** What the indexer made of the chain's logs; it can be dropped and rebuilt. */
  INDEXER("indexer"),
  /** A hub's or an oracle's word, which binds nobody. */
  OFF_CHAIN("off-chain");

  private final String label;

  Source(String label) {
    this.label = label;
  }

  /** As it is printed. */
  String label() {
    return label;
  }
}
