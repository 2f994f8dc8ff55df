package org.sweetwater.indexer.chain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a node means when it refuses a log query: that it was too large, and perhaps how large one
 * may be.
 *
 * <p>There is no standard: nodes and providers share codes (-32000, -32005, -32600, -32602 and
 * others) between these and unrelated errors, so their words decide. {@code LimitErrorTest} lists
 * the literal answers with their sources.
 */
final class LimitError {
  /** Asking too often, or for a range upside down, is no reason to ask for less. */
  private static final List<String> OTHERS =
      List.of(
          "invalid block range",
          "too many requests",
          "too many concurrent requests",
          "rate limit",
          "requests per second",
          "request count exceeded",
          "compute units",
          "capacity exceeded");

  private static final List<String> TOO_LARGE =
      List.of(
          "range limit",
          "block range",
          "range is too",
          "range too",
          "range allowed",
          "exceeds limit of",
          "exceeds the limit of",
          "limit exceeded",
          "too many blocks",
          "blocks distance",
          "max range",
          "getlogs is limited",
          "getlogs range",
          "more than",
          "size exceed",
          "should not greater than",
          "must be smaller than",
          "max results",
          "logs requested",
          "too many logs",
          "too many results",
          "response too large",
          "response is too big",
          "timeout",
          "timed out",
          "took too long");

  /** A range that the node says would do, both ends included, in hex or decimal. */
  private static final List<Pattern> RANGES =
      List.of(
          Pattern.compile("\\[0x(?<from>[0-9a-f]+),\\s*0x(?<to>[0-9a-f]+)]"),
          Pattern.compile("retry with the range (?<first>\\d+)\\s*-\\s*(?<last>\\d+)"));

  /** A number of blocks that the node says would do. */
  private static final List<Pattern> COUNTS =
      Stream.of(
              "maximum is set to #",
              "max(?:imum)? range: #",
              "max(?:imum)? block range[:=]? ?=? ?#",
              "limited to (?:a )?#(?: block)?",
              "maximum allowed is # block",
              "maximum allowed number of requested blocks is #",
              "at most # block",
              "block range greater than # max",
              "block range exceeds #",
              "block range exceeds server limit, narrow your filter: #",
              "range \\d+ exceeds limit of #",
              "range limit #",
              "for your plan \\(\\d+ > #\\)",
              "maximum #\\)",
              "up to a # block range",
              "max is # blocks",
              "blocks distance: #",
              "smaller than size #")
          .map(form -> Pattern.compile(form.replace("#", "(?<count>\\d[\\d,.]*)(?<kilo>k?)\\b")))
          .toList();

  private LimitError() {}

  /**
   * Sorts the node's own words.
   *
   * @return how many blocks the node would take, when it says so; empty when this is another error
   */
  static Optional<OptionalLong> read(String reason) {
    String words = reason.toLowerCase(Locale.ROOT);
    if (OTHERS.stream().anyMatch(words::contains)) {
      return Optional.empty();
    }
    OptionalLong suggested = suggestedBlocks(words);
    boolean isTooLarge = suggested.isPresent() || TOO_LARGE.stream().anyMatch(words::contains);
    return isTooLarge ? Optional.of(suggested) : Optional.empty();
  }

  private static OptionalLong suggestedBlocks(String words) {
    for (Pattern form : RANGES) {
      Matcher range = form.matcher(words);
      if (range.find()) {
        boolean isHex = form == RANGES.getFirst();
        long from = isHex ? number(range.group("from"), 16) : number(range.group("first"), 10);
        long to = isHex ? number(range.group("to"), 16) : number(range.group("last"), 10);
        return atLeastOne(to - from + 1);
      }
    }
    for (Pattern form : COUNTS) {
      Matcher count = form.matcher(words);
      if (count.find()) {
        long blocks = number(count.group("count").replaceAll("[,.]", ""), 10);
        return atLeastOne(count.group("kilo").isEmpty() ? blocks : 1_000 * blocks);
      }
    }
    return OptionalLong.empty();
  }

  /** A number too long for a block number is not one. */
  private static long number(String digits, int radix) {
    return digits.length() > 15 ? 0 : Long.parseLong(digits, radix);
  }

  private static OptionalLong atLeastOne(long blocks) {
    return blocks < 1 ? OptionalLong.empty() : OptionalLong.of(blocks);
  }
}
