package org.sweetwater.indexer.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.graphql.ApiException.Code;

/**
 * Where a row stands in an order: by its values, not by its number, so that rows that come or go
 * before it move nothing.
 *
 * @param values of the sorting column, when it is not the id, and of the key's columns, as the API
 *     shows them; only the first may be null
 */
record PageCursor(Order order, List<@Nullable String> values) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<@Nullable String>> TEXTS = new TypeReference<>() {};
  private static final int HEAD = 2;

  PageCursor {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** The columns that an entity's rows are sorted by, most significant first. */
  static List<Column> columns(Entity entity, Order order) {
    Stream<Column> chosen =
        entity.columns().stream().filter(column -> column.field().equals(order.field()));
    List<Column> columns = new ArrayList<>();
    Stream.concat(chosen, entity.key().stream())
        .filter(column -> columns.stream().noneMatch(other -> other.name().equals(column.name())))
        .forEach(columns::add);
    return columns;
  }

  /** Where a row stands in an order. */
  static PageCursor of(Row row, Order order) {
    return new PageCursor(
        order,
        columns(row.entity(), order).stream()
            .map(column -> row.values().get(column.name()))
            .<@Nullable String>map(value -> value == null ? null : value.toString())
            .toList());
  }

  /** An opaque text that URLs take as it is. */
  String encoded() {
    List<@Nullable String> texts = new ArrayList<>();
    texts.add(order.field());
    texts.add(order.descending() ? "desc" : "asc");
    texts.addAll(values);
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(texts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts that are no JSON", e);
    }
  }

  /**
   * Reads what {@link #encoded} wrote for a list in the same order.
   *
   * @throws ApiException when it is anything else
   */
  static PageCursor parse(String text, Order order) {
    List<@Nullable String> texts;
    try {
      texts = JSON.readValue(new String(Base64.getUrlDecoder().decode(text), UTF_8), TEXTS);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      ApiException bad = bad("expected a cursor that this API gave");
      bad.initCause(e);
      throw bad;
    }
    List<String> head = Arrays.asList(order.field(), order.descending() ? "desc" : "asc");
    if (texts == null || texts.size() <= HEAD || !texts.subList(0, HEAD).equals(head)) {
      throw bad("expected a cursor of a list with the same orderBy and orderDirection");
    }
    return new PageCursor(order, texts.subList(HEAD, texts.size()));
  }

  /** The condition that a row of the entity comes after this place. */
  Sql condition(Entity entity) {
    List<Column> columns = columns(entity, order);
    boolean isWrong =
        columns.size() != values.size() || values.subList(1, values.size()).contains(null);
    if (isWrong) {
      throw bad("expected a cursor of this list");
    }
    Column first = columns.getFirst();
    if (entity.lifetime() == Entity.Lifetime.OFF_CHAIN && first.kind() == ColumnKind.TIME) {
      throw bad("off-chain times are finer than seconds; order by another field");
    }
    if (!first.isNullable()) {
      return beyond(columns, values);
    }
    String name = "t." + first.name();
    Sql ties = beyond(columns.subList(1, columns.size()), values.subList(1, values.size()));
    // PostgreSQL sorts null as the greatest value.
    Optional<Sql> further =
        Optional.ofNullable(values.getFirst())
            .map(value -> beyond(List.of(first), List.of(value)))
            .map(
                condition ->
                    order.descending()
                        ? condition
                        : Sql.joined("OR", List.of(condition, Sql.of(name + " IS NULL"))))
            .or(
                () ->
                    order.descending()
                        ? Optional.of(Sql.of(name + " IS NOT NULL"))
                        : Optional.empty());
    Sql same =
        values.getFirst() == null
            ? Sql.of(name + " IS NULL")
            : new Sql(name + " = ?", parameters(List.of(first), values.subList(0, 1)));
    Sql tied = Sql.joined("AND", List.of(same, ties));
    return further.map(condition -> Sql.joined("OR", List.of(condition, tied))).orElse(tied);
  }

  /** Row values compare from left to right, as an index on these columns is sorted. */
  private Sql beyond(List<Column> columns, List<@Nullable String> texts) {
    String names = String.join(", ", columns.stream().map(column -> "t." + column.name()).toList());
    String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
    return new Sql(
        "(%s) %s (%s)".formatted(names, order.descending() ? "<" : ">", places),
        parameters(columns, texts));
  }

  private static List<Sql.Parameter> parameters(
      List<Column> columns, List<@Nullable String> texts) {
    List<Sql.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      try {
        String text = String.valueOf(texts.get(i));
        parameters.add(new Sql.Parameter.Single(columns.get(i).kind().toSql(text)));
      } catch (IllegalArgumentException e) {
        ApiException bad = bad("expected a cursor of this list");
        bad.initCause(e);
        throw bad;
      }
    }
    return parameters;
  }

  private static ApiException bad(String expected) {
    return new ApiException(Code.BAD_CURSOR, "after: " + expected);
  }
}
