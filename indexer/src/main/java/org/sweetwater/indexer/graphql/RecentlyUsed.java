package org.sweetwater.indexer.graphql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Remembers the values that were used last, as many as fit a size.
 *
 * @param <V> what is remembered under a text
 */
final class RecentlyUsed<V> {
  private final Map<String, V> values = new LinkedHashMap<>(64, 0.75f, true);
  private final ToIntFunction<Map.Entry<String, V>> size;
  private final int sizeMax;
  private int used;

  RecentlyUsed(int sizeMax, ToIntFunction<Map.Entry<String, V>> size) {
    this.sizeMax = sizeMax;
    this.size = size;
  }

  synchronized Optional<V> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Remembers a value, and forgets those that were not used for longest. */
  synchronized void keep(String key, V value) {
    V before = values.put(key, value);
    if (before != null) {
      used -= size.applyAsInt(Map.entry(key, before));
    }
    used += size.applyAsInt(Map.entry(key, value));
    var oldest = values.entrySet().iterator();
    while (used > sizeMax && oldest.hasNext()) {
      used -= size.applyAsInt(oldest.next());
      oldest.remove();
    }
  }
}
