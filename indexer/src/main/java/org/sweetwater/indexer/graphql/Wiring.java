package org.sweetwater.indexer.graphql;

import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.indexer.graphql.ApiException.Code;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;

/** Where each field's value comes from. */
final class Wiring {
  /** What names a log beyond doubt. */
  private static final List<String> ORIGIN = List.of("valid_from_block", "log_index");

  private final Catalogue catalogue;
  private final CallDecoder calls;
  private final IndexingState state;

  Wiring(Catalogue catalogue, CallDecoder calls, IndexingState state) {
    this.catalogue = catalogue;
    this.calls = calls;
    this.state = state;
  }

  RuntimeWiring make() {
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    Scalars.all().forEach(wiring::scalar);
    TypeRuntimeWiring.Builder query = TypeRuntimeWiring.newTypeWiring("Query");
    query.dataFetcher(
        "_meta",
        environment -> {
          ReadSession session = sessionOf(environment);
          return Meta.of(session, blockOf(session, environment));
        });
    wiring.type(meta());
    for (Entity entity : catalogue.entities()) {
      query.dataFetcher(entity.singular(), environment -> single(entity, environment));
      query.dataFetcher(entity.plural(), environment -> page(entity, environment));
      wiring.type(typeOf(entity));
    }
    return wiring.type(query).type(subscription()).build();
  }

  private TypeRuntimeWiring.Builder subscription() {
    TypeRuntimeWiring.Builder subscription = TypeRuntimeWiring.newTypeWiring("Subscription");
    catalogue.entities().stream()
        .filter(entity -> entity.lifetime() != Entity.Lifetime.OFF_CHAIN)
        .forEach(
            entity ->
                subscription.dataFetcher(
                    entity.plural(), environment -> changes(entity, environment)));
    return subscription;
  }

  private Object changes(Entity entity, DataFetchingEnvironment environment) {
    ChangeReader reader = environment.getGraphQlContext().get(ChangeReader.class);
    if (reader == null) {
      throw new ApiException(
          Code.WEBSOCKET_NEEDED,
          "subscriptions are answered over WebSocket only, in the protocol graphql-transport-ws");
    }
    Map<String, Object> where = environment.getArgument("where");
    String after = environment.getArgument("after");
    return reader.read(
        sessionOf(environment),
        entity,
        where == null ? Map.of() : where,
        Optional.ofNullable(after).map(Position::parse));
  }

  private TypeRuntimeWiring.Builder typeOf(Entity entity) {
    TypeRuntimeWiring.Builder type = TypeRuntimeWiring.newTypeWiring(entity.type());
    type.dataFetcher("id", environment -> rowOf(environment).id());
    type.dataFetcher(
        "cursor",
        environment -> PageCursor.of(rowOf(environment), rowOf(environment).order()).encoded());
    entity.columns().forEach(column -> type.dataFetcher(column.field(), value(column)));
    entity
        .groups()
        .forEach(group -> type.dataFetcher(group.field(), env -> group(group, rowOf(env))));
    entity.bits().forEach(bits -> type.dataFetcher(bits.field(), env -> names(bits, rowOf(env))));
    entity
        .ones()
        .forEach(one -> type.dataFetcher(one.field(), environment -> one(one, environment)));
    entity
        .manys()
        .forEach(many -> type.dataFetcher(many.field(), environment -> many(many, environment)));
    switch (entity.type()) {
      case "Ballot" -> type.dataFetcher("call", environment -> call(rowOf(environment)));
      case "CountedVote" -> type.dataFetcher("standing", this::standing);
      case "Operator" -> type.dataFetcher("power", this::power);
      case "Experiment" -> {
        type.dataFetcher("rollout", env -> load("Rollout", rowOf(env).id(), env));
        type.dataFetcher("results", env -> Derived.results(rowOf(env)));
      }
      case "Wave" ->
          type.dataFetcher("evidenceDecimal", env -> Derived.evidenceDecimalDown(rowOf(env)));
      case "DrawnNode" -> type.dataFetcher("slotEndsAt", this::slotEnd);
      case "BreachReport" -> type.dataFetcher("wave", env -> load("Wave", waveOf(rowOf(env)), env));
      default -> {
        if (entity.lifetime() == Entity.Lifetime.OFF_CHAIN) {
          type.dataFetcher("offChain", environment -> true);
        }
      }
    }
    return type;
  }

  private static DataFetcher<@Nullable Object> value(Column column) {
    return environment -> rowOf(environment).value(column);
  }

  private Object single(Entity entity, DataFetchingEnvironment environment) {
    ReadSession session = sessionOf(environment);
    Optional<Long> block = blockOf(session, environment);
    String id = environment.<String>getArgumentOrDefault("id", "");
    Map<String, Row> rows =
        session.read(entity, () -> session.rows().byId(entity, List.of(id), block));
    return result(rows.values().stream().findFirst().orElse(null), block);
  }

  private Object page(Entity entity, DataFetchingEnvironment environment) {
    ReadSession session = sessionOf(environment);
    Optional<Long> block = blockOf(session, environment);
    Page page = Page.from(environment.getArguments());
    return result(session.read(entity, () -> session.rows().page(entity, page, block)), block);
  }

  /** The block travels down to nested objects, so that all of them are of the same time. */
  private static DataFetcherResult<Object> result(@Nullable Object data, Optional<Long> block) {
    return DataFetcherResult.newResult().data(data).localContext(block).build();
  }

  private static Optional<Long> blockOf(ReadSession session, DataFetchingEnvironment environment) {
    Map<String, Object> height = environment.getArgument("block");
    if (height == null) {
      return Optional.empty();
    }
    long number = ((Number) height.getOrDefault("number", 0)).longValue();
    long head = session.head().number();
    if (number < 0 || number > head) {
      throw new ApiException(
          Code.BLOCK_NOT_INDEXED,
          "block.number: expected 0 to %d, the newest indexed block, found %d"
              .formatted(head, number));
    }
    return Optional.of(number);
  }

  private CompletableFuture<Row> one(Entity.One one, DataFetchingEnvironment environment) {
    Row row = rowOf(environment);
    String id =
        one.columns().stream()
            .map(column -> Objects.requireNonNull(row.value(column), one.field()).toString())
            .collect(Collectors.joining("-"));
    DataLoader<Loaders.OneKey, Row> loader = environment.getDataLoader(Loaders.ONE);
    return loaded(loader)
        .load(new Loaders.OneKey(catalogue.entity(one.type()), id, inheritedBlock(environment)));
  }

  private CompletableFuture<List<Row>> many(Entity.Many many, DataFetchingEnvironment environment) {
    DataLoader<Loaders.ManyKey, List<Row>> loader = environment.getDataLoader(Loaders.MANY);
    return loaded(loader)
        .load(
            new Loaders.ManyKey(
                catalogue.entity(many.type()),
                many.columns(),
                rowOf(environment).id(),
                Page.from(environment.getArguments()),
                inheritedBlock(environment)));
  }

  private static <K, V> DataLoader<K, V> loaded(@Nullable DataLoader<K, V> loader) {
    if (loader == null) {
      throw new IllegalStateException("the request has no data loaders");
    }
    return loader;
  }

  private static Optional<Long> inheritedBlock(DataFetchingEnvironment environment) {
    Optional<Long> block = environment.getLocalContext();
    return block == null ? Optional.empty() : block;
  }

  private static @Nullable Object group(Entity.Group group, Row row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    group.columns().forEach(column -> values.put(column.field(), row.value(column)));
    return values.values().stream().allMatch(value -> value == null) ? null : values;
  }

  private static List<String> names(Entity.Bits bits, Row row) {
    BigInteger mask = (BigInteger) row.value(bits.column());
    return IntStream.range(0, bits.names().size())
        .filter(bit -> mask != null && mask.testBit(bit))
        .mapToObj(bits.names()::get)
        .toList();
  }

  /** A vote stands when the voter's present row was made by the same log. */
  private CompletableFuture<Boolean> standing(DataFetchingEnvironment environment) {
    Map<String, @Nullable Object> counted = rowOf(environment).values();
    String id = counted.get("ballot_id") + "-" + counted.get("voter");
    return load("Vote", id, environment)
        .thenApply(
            found ->
                found
                    .map(Row::values)
                    .filter(
                        vote ->
                            ORIGIN.stream()
                                .allMatch(
                                    column ->
                                        Objects.equals(vote.get(column), counted.get(column))))
                    .isPresent());
  }

  private CompletableFuture<@Nullable Long> slotEnd(DataFetchingEnvironment environment) {
    Row drawn = rowOf(environment);
    return load("Wave", waveOf(drawn), environment)
        .thenApply(wave -> wave.map(row -> Derived.slotEnd(drawn, row)).orElse(null));
  }

  /** The id of the wave that a row of a wave names. */
  private static String waveOf(Row row) {
    return row.values().get("experiment_id") + "-" + row.values().get("wave");
  }

  private CompletableFuture<BigInteger> power(DataFetchingEnvironment environment) {
    BigInteger active = Derived.number(rowOf(environment), "active_node_count");
    return load("Network", "1", environment)
        .thenApply(
            network -> {
              BigInteger total =
                  network.map(row -> Derived.number(row, "total_power")).orElse(BigInteger.ZERO);
              return Derived.power(active, total);
            });
  }

  private CompletableFuture<Optional<Row>> load(
      String type, String id, DataFetchingEnvironment environment) {
    DataLoader<Loaders.OneKey, Row> loader = environment.getDataLoader(Loaders.ONE);
    return loaded(loader)
        .load(new Loaders.OneKey(catalogue.entity(type), id, inheritedBlock(environment)))
        .thenApply(Optional::ofNullable);
  }

  private @Nullable Object call(Row row) {
    Object target = row.values().get("target");
    Object data = row.values().get("data");
    if (target == null || data == null) {
      return null;
    }
    byte[] bytes = HexFormat.of().parseHex(data.toString().substring(2));
    return calls.decode(Address.parse(target.toString()), Bytes.of(bytes)).orElse(null);
  }

  private TypeRuntimeWiring.Builder meta() {
    return TypeRuntimeWiring.newTypeWiring("Meta")
        .dataFetcher("block", environment -> metaOf(environment).block())
        .dataFetcher("cursor", environment -> metaOf(environment).cursor())
        .dataFetcher("hasIndexingErrors", environment -> state.hasErrors())
        .dataFetcher("deployment", environment -> state.ballot().lowerHex());
  }

  private static Meta metaOf(DataFetchingEnvironment environment) {
    Meta meta = environment.getSource();
    if (meta == null) {
      throw new IllegalStateException("a field was asked of no _meta");
    }
    return meta;
  }

  private static Row rowOf(DataFetchingEnvironment environment) {
    Row row = environment.getSource();
    if (row == null) {
      throw new IllegalStateException("a field was asked of no row");
    }
    return row;
  }

  private static ReadSession sessionOf(DataFetchingEnvironment environment) {
    ReadSession session = environment.getGraphQlContext().get(ReadSession.class);
    if (session == null) {
      throw new IllegalStateException("the request has no session");
    }
    return session;
  }
}
