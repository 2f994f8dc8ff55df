package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.sweetwater.wrappers.Hash32;

/** EIP-712 hashes of strings and string arrays. */
final class TextHash {
  private TextHash() {}

  static Hash32 of(String text) {
    return Hash32.of(Keccak.hash(text.getBytes(UTF_8)));
  }

  static Hash32 of(List<String> texts) {
    return Hash32.of(
        Keccak.hash(texts.stream().map(text -> of(text).bytes()).toArray(byte[][]::new)));
  }
}
