package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Hash32;

/**
 * EIP-712 hashes of strings and string arrays.
 *
 * <p>The short texts that came last are remembered, since all votes on a proposal share most of
 * theirs: space, proposal, app, an empty reason, empty metadata. Whoever sends others only makes us
 * hash them.
 */
final class TextHash {
  private static final int REMEMBERED = 1_024;
  private static final int REMEMBERED_LENGTH_MAX = 128;
  private static final AtomicReferenceArray<@Nullable Known> KNOWN =
      new AtomicReferenceArray<>(REMEMBERED);

  private TextHash() {}

  private record Known(String text, Hash32 hash) {}

  static Hash32 of(String text) {
    if (text.length() > REMEMBERED_LENGTH_MAX) {
      return computed(text);
    }
    int place = Math.floorMod(text.hashCode(), REMEMBERED);
    Known known = KNOWN.get(place);
    if (known != null && known.text().equals(text)) {
      return known.hash();
    }
    Hash32 hash = computed(text);
    KNOWN.set(place, new Known(text, hash));
    return hash;
  }

  static Hash32 of(List<String> texts) {
    return Hash32.of(
        Keccak.hash(texts.stream().map(text -> of(text).bytes()).toArray(byte[][]::new)));
  }

  private static Hash32 computed(String text) {
    return Hash32.of(Keccak.hash(text.getBytes(UTF_8)));
  }
}
