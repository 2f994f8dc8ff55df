package org.sweetwater.wrappers.chain;

import java.util.Map;
import org.sweetwater.wrappers.Hash32;

/**
 * The block whose state a question is about.
 *
 * <p>{@code finalized} and {@code safe} are missing on purpose: QBFT chains do not have them, their
 * blocks are final when imported. Nodes keep old state for some 500 blocks only.
 */
public sealed interface BlockTag {
  /** The newest block. */
  BlockTag LATEST = new Named("latest");

  /** The newest block and the node's own pool on top of it. */
  BlockTag PENDING = new Named("pending");

  /** The block with this number on the node's present branch. */
  static BlockTag at(long number) {
    return new Numbered(number);
  }

  /** The block with this hash, which must be on the node's present branch (EIP-1898). */
  static BlockTag at(Hash32 hash) {
    return new Hashed(hash);
  }

  /** As JSON-RPC takes it. */
  Object toParam();

  /** A name that JSON-RPC knows. */
  record Named(String name) implements BlockTag {
    @Override
    public Object toParam() {
      return name;
    }
  }

  /** A block number, 0 or more. */
  record Numbered(long number) implements BlockTag {
    /** Refuses a negative number. */
    public Numbered {
      if (number < 0) {
        throw new IllegalArgumentException("block number: expected 0 or more, found " + number);
      }
    }

    @Override
    public Object toParam() {
      return "0x" + Long.toHexString(number);
    }
  }

  /** A block hash. */
  record Hashed(Hash32 hash) implements BlockTag {
    @Override
    public Object toParam() {
      return Map.of("blockHash", hash.hex(), "requireCanonical", true);
    }
  }
}
