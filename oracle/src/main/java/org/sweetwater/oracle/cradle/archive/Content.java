package org.sweetwater.oracle.cradle.archive;

import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;

/** What every store checks. */
final class Content {
  private Content() {}

  /** The hash of bytes that are to be kept. */
  static Hash32 hash(byte[] content) {
    requireSize(content.length, "to keep");
    return Hash32.keccak(content);
  }

  static void requireSize(long bytes, String where) {
    if (bytes > Archive.BYTES_MAX) {
      throw new FatalException(
          "archive: expected at most %d bytes, found %d %s"
              .formatted(Archive.BYTES_MAX, bytes, where));
    }
  }

  /** The bytes, when they have the hash that was asked for. */
  static byte[] verified(byte[] content, Hash32 expected, String where) {
    Hash32 found = Hash32.keccak(content);
    if (!found.equals(expected)) {
      throw new FatalException(
          "archive: expected content with hash %s, found content with hash %s in %s; it was changed after it was published"
              .formatted(expected, found, where));
    }
    return content;
  }
}
