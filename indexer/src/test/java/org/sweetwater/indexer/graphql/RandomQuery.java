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
          "cursor",
          "more: cursor",
          "id @skip(if: true)",
          "id @include(if: $no)",
          "... on Vote { power }",
          "...nowhere",
          "... on Ballot { votes(first: 2, after: \"WyJpZCJd\") { id } }",
          "standing",
          "offChain",
          "call { arguments { value } }",
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
          "where: {track: 99999999999}",
          "after: \"\"",
          "after: \"WyJpZCIsImFzYyIsIjB4MTIiXQ\"",
          "after: \"WyJpZCIsImFzYyIsIjEiLCIyIl0\"",
          "after: \"AQAAAAAAAAAA\"",
          "after: null",
          "where: {and: [{or: [{and: [{id: \"0x00\"}]}]}]}",
          "where: {id_not_in: [\"1-2\", \"99999999999999999999-1\"]}",
          "where: {source_contains: \"%_\\u0000\"}",
          "where: {author_gt: \"0x00\"}",
          "where: $w",
          "first: 1.5",
          "first: \"1\"",
          "block: {number: 99999999999}",
          "block: null",
          "orderBy: vetoedAt");
  private static final List<String> STARTS =
      List.of(
          "{ ",
          "{ ",
          "{ ",
          "query Q { ",
          "subscription { ",
          "mutation { ",
          "query($w: Vote_filter) { ");
  private static final String NOISE = "{}()[]:,!$@\"\\#&|=\u0000\u00e9\ud83d\ude00 0x9-.";

  private RandomQuery() {}

  /** A query that may be valid; every fourth is damaged somewhere. */
  static String from(Random random) {
    StringBuilder query = new StringBuilder(pick(STARTS, random));
    for (int i = 0; i <= random.nextInt(2); i++) {
      query.append(random.nextInt(4) == 0 ? "a" + i + ": " : "");
      field(query, pick(ROOTS, random), random);
    }
    query.append("}");
    return random.nextInt(4) == 0 ? damaged(query, random) : query.toString();
  }

  private static void field(StringBuilder query, String root, Random random) {
    query.append(root);
    int arguments = random.nextInt(3);
    for (int i = 0; i < arguments; i++) {
      query.append(i == 0 ? "(" : " ").append(pick(ARGUMENTS, random));
    }
    query.append(arguments > 0 ? ") { " : " { ");
    for (int i = 0; i <= random.nextInt(3); i++) {
      query.append(pick(FIELDS, random)).append(' ');
    }
    query.append("} ");
  }

  private static String damaged(StringBuilder query, Random random) {
    int place = random.nextInt(query.length());
    return switch (random.nextInt(4)) {
      case 0 -> query.deleteCharAt(place).toString();
      case 1 -> query.insert(place, NOISE.charAt(random.nextInt(NOISE.length()))).toString();
      case 2 -> query.insert(place, query.toString().repeat(1 + random.nextInt(20))).toString();
      default -> query.insert(place, "{ votes ".repeat(random.nextInt(400))).toString();
    };
  }

  private static String pick(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }
}
