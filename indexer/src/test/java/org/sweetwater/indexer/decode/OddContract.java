package org.sweetwater.indexer.decode;

/** Stands for a contract with types that ours do not have; its ABI lies beside it. */
final class OddContract {
  private OddContract() {}
}
