package org.sweetwater.wrappers;

/** One block, named beyond doubt: the number says where, the hash says on which branch. */
public record BlockRef(long number, Hash32 hash) {
  /** Refuses a negative number. */
  public BlockRef {
    if (number < 0) {
      throw new IllegalArgumentException("block number: expected 0 or more, found " + number);
    }
  }

  /** {@code number:0xhash}. */
  @Override
  public String toString() {
    return number + ":" + hash.hex();
  }
}
