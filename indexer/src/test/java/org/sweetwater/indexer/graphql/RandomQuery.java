package org.sweetwater.indexer.graphql;

import java.util.List;
import java.util.Random;

/** Makes queries out of the words of the schema and of nonsense. */
final class RandomQuery {
  private static final List<String> ROOTS =
      List.of(
          "ballots",
          "votes",
          "countedVotes",
          "operators",
          "nodes",
          "experiments",
          "attestations",
          "tracks",
          "listings",
          "ballot",
          "_meta",
          "nothing");
  private static final List<String> FIELDS =
      List.of(
          "id",
          "blockNumber",
          "votes { id }",
          "ballot { id status }",
          "operator { id nodes { id } }",
          "thresholds { mttrMillis }",
          "failedMetrics",
          "call { function }",
          "vouchers",
          "attestations { attestor }",
          "power",
          "__typename",
          "block { hash }",
          "}");
  private static final List<String> ARGUMENTS =
      List.of(
          "first: 3",
          "first: 99999",
          "skip: 2",
          "skip: -3",
          "orderBy: power",
          "orderBy: id",
          "orderDirection: desc",
          "block: {number: 40}",
          "block: {number: -1}",
          "id: \"0x00\"",
          "id: \"1\"",
          "id: \"a-b-c\"",
          "where: {id_gt: \"0x00\"}",
          "where: {id: \"99999999999999999999-1\"}",
          "where: {power_gt: \"-5\"}",
          "where: {power_in: [1, \"18446744073709551616\"]}",
          "where: {id_in: []}",
          "where: {or: []}",
          "where: {timestamp_gt: 999999999999}",
          "where: {ballot: \"0x12\"}",
          "where: {id: null}",
          "where: {id_gt: null}",
          "where: {track: 99999999999}");

  private RandomQuery() {}

  static String from(Random random) {
    StringBuilder query = new StringBuilder("{ ").append(pick(ROOTS, random));
    int arguments = random.nextInt(3);
    for (int i = 0; i < arguments; i++) {
      query.append(i == 0 ? "(" : " ").append(pick(ARGUMENTS, random));
    }
    query.append(arguments > 0 ? ") { " : " { ");
    for (int i = 0; i <= random.nextInt(3); i++) {
      query.append(pick(FIELDS, random)).append(' ');
    }
    return query.append("} }").toString();
  }

  private static String pick(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }
}
