package org.sweetwater.bench.queries;

import java.util.function.IntFunction;

/**
 * One kind of query, of which each connection asks one after the other with other variables.
 *
 * @param name prefix of its figures
 * @param query in GraphQL
 * @param variables the JSON object of the request with this number
 * @param sql what the indexer runs for it, as a script of pgbench
 * @param ratioLeast share of pgbench's speed that is promised
 * @param rows rows in each answer, so that an empty one is not taken for a quick one
 */
record Workload(
    String name,
    String query,
    IntFunction<String> variables,
    String sql,
    double ratioLeast,
    int rows) {
  /** How many different requests are asked. */
  static final int VARIANTS = 1_000;

  /** The body of the request with this number. */
  String body(int number) {
    return "{\"query\":\"%s\",\"variables\":%s}"
        .formatted(query.replace("\"", "\\\""), variables.apply(number % VARIANTS));
  }
}
