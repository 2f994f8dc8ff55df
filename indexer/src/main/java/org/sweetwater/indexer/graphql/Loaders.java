package org.sweetwater.indexer.graphql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderRegistry;

/** Collects what the objects of a page refer to, so that statements do not grow with the page. */
final class Loaders {
  static final String ONE = "one";
  static final String MANY = "many";

  private Loaders() {}

  /** An object wanted by its id. */
  record OneKey(Entity entity, String id, Optional<Long> block) {}

  /** A page of the objects that name a parent. */
  record ManyKey(
      Entity entity, List<Column> columns, String parent, Page page, Optional<Long> block) {
    /** What one statement can answer for many parents. */
    ManyKey withoutParent() {
      return new ManyKey(entity, columns, "", page, block);
    }
  }

  static DataLoaderRegistry of(ReadSession session) {
    DataLoader<OneKey, Row> one =
        DataLoaderFactory.newMappedDataLoader(
            keys -> CompletableFuture.completedFuture(one(session, keys)));
    DataLoader<ManyKey, List<Row>> many =
        DataLoaderFactory.newMappedDataLoader(
            keys -> CompletableFuture.completedFuture(many(session, keys)));
    return DataLoaderRegistry.newRegistry().register(ONE, one).register(MANY, many).build();
  }

  private static Map<OneKey, Row> one(ReadSession session, Set<OneKey> keys) {
    Map<OneKey, Row> found = new HashMap<>();
    keys.stream()
        .collect(Collectors.groupingBy(key -> new OneKey(key.entity(), "", key.block())))
        .forEach(
            (group, members) -> {
              List<String> ids = members.stream().map(OneKey::id).toList();
              Map<String, Row> rows =
                  session.read(
                      group.entity(),
                      () -> session.rows().byId(group.entity(), ids, group.block()));
              members.stream()
                  .filter(key -> rows.containsKey(key.id()))
                  .forEach(key -> found.put(key, rows.get(key.id())));
            });
    return found;
  }

  private static Map<ManyKey, List<Row>> many(ReadSession session, Set<ManyKey> keys) {
    Map<ManyKey, List<Row>> found = new HashMap<>();
    keys.stream()
        .collect(Collectors.groupingBy(ManyKey::withoutParent))
        .forEach(
            (group, members) -> {
              List<String> parents = members.stream().map(ManyKey::parent).toList();
              Map<String, List<Row>> rows =
                  session.read(
                      group.entity(),
                      () ->
                          session
                              .rows()
                              .byParent(
                                  group.entity(),
                                  group.columns(),
                                  parents,
                                  group.page(),
                                  group.block()));
              members.forEach(
                  key -> found.put(key, rows.getOrDefault(key.parent(), new ArrayList<>())));
            });
    return found;
  }
}
