package org.sweetwater.indexer.graphql;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row, its values by column name as the API shows them.
 *
 * @param order that of the list in which it was read
 */
record Row(Entity entity, Map<String, @Nullable Object> values, Order order) {
  @Nullable Object value(Column column) {
    return values.get(column.name());
  }

  /** The id: the key's values joined by hyphens. */
  String id() {
    return entity.key().stream()
        .map(column -> String.valueOf(values.get(column.name())))
        .collect(Collectors.joining("-"));
  }
}
