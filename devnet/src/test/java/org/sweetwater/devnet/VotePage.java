package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes on docs/vote-to-act.md: between a comment {@code <!-- record:NAME -->} and the next
 * {@code <!-- /record -->} stands what the record says, and nothing else.
 */
final class VotePage {
  private static final Pattern SECTION =
      Pattern.compile("(<!-- record:([a-z]+) -->\n).*?(<!-- /record -->)", Pattern.DOTALL);
  private static final int WORD_DIGITS = 64;

  /** The words of {@code count(bytes32,Vote[])} with one vote. */
  private static final List<String> WORDS =
      List.of(
          "id: the ballot, which is the proposal's digest",
          "votes: begins after 0x40 = 64 bytes",
          "votes: has 1 entry",
          "voter",
          "variant: 0 = `string from`, `string proposal`",
          "choice: 1 For, 2 Against, 3 Abstain",
          "timestamp, as signed",
          "keccak256(reason)",
          "keccak256(app)",
          "keccak256(metadata)",
          "r",
          "vs: s, and v - 27 in the highest bit (EIP-2098)");

  private final VoteRecord record;

  VotePage(VoteRecord record) {
    this.record = record;
  }

  static Path file(Checkout checkout) {
    return checkout.root().resolve("docs/vote-to-act.md");
  }

  /** Writes the page anew with the record's bytes. */
  void rewrite(Checkout checkout) throws IOException {
    Files.writeString(file(checkout), fill(Files.readString(file(checkout))));
  }

  /** The page with the record's bytes in their places. */
  String fill(String page) {
    Map<String, String> sections = sections();
    Matcher matcher = SECTION.matcher(page);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String section = sections.remove(matcher.group(2));
      if (section == null) {
        throw new IllegalStateException(
            "the page asks for " + matcher.group(2) + " twice or in vain");
      }
      matcher.appendReplacement(
          filled, Matcher.quoteReplacement(matcher.group(1) + section + matcher.group(3)));
    }
    if (!sections.isEmpty()) {
      throw new IllegalStateException("the page leaves out " + sections.keySet());
    }
    return matcher.appendTail(filled).toString();
  }

  private Map<String, String> sections() {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("message", json(record.json().at("/envelope/data/message")));
    sections.put("digest", block(digest()));
    sections.put("signature", block(signature()));
    sections.put("envelope", json(envelope()));
    sections.put("calldata", block(calldata()));
    sections.put("storage", block(storage()));
    sections.put("event", block(event()));
    sections.put("row", block(row()));
    sections.put("graphql", graphql());
    return sections;
  }

  private List<String> digest() {
    return List.of(
        "encodeType        " + record.text("/eip712/encodeType"),
        "typeHash          " + record.text("/eip712/typeHash") + "  keccak256(encodeType)",
        "domain separator  " + record.text("/eip712/domainSeparator") + "  {snapshot, 0.1.4}",
        "struct hash       " + record.text("/eip712/structHash"),
        "digest = vote id  " + record.text("/eip712/digest"));
  }

  private List<String> signature() {
    String signature = record.text("/envelope/sig").substring("0x".length());
    return List.of(
        "r   0x" + signature.substring(0, WORD_DIGITS),
        "s   0x" + signature.substring(WORD_DIGITS, 2 * WORD_DIGITS),
        "v   0x" + signature.substring(2 * WORD_DIGITS),
        "vs  " + record.text("/signature/vs") + "  EIP-2098",
        "ecrecover gives " + record.text("/voter"));
  }

  /** Types and message stand above already. */
  private JsonNode envelope() {
    JsonNode envelope = record.json().path("envelope").deepCopy();
    ((ObjectNode) envelope.path("data"))
        .put("types", "… that of step 2 …")
        .put("message", "… that of step 1 …");
    return envelope;
  }

  private List<String> calldata() {
    String input = record.text("/transaction/input").substring("0x".length());
    List<String> lines = new ArrayList<>();
    lines.add(
        input.substring(0, 8)
            + "  count(bytes32,(address,uint8,uint8,uint64,bytes32,bytes32,bytes32,bytes32,bytes32)[])");
    for (int i = 0; i < WORDS.size(); i++) {
      int start = 8 + i * WORD_DIGITS;
      lines.add(input.substring(start, start + WORD_DIGITS) + "  " + WORDS.get(i));
    }
    lines.add("in transaction 0x" + record.text("/transaction/hash").substring(2));
    return lines;
  }

  private List<String> storage() {
    String value = record.text("/storage/value").substring("0x".length());
    return List.of(
        "ballot  %s  keccak256(id . %s): `_records` is slot %s"
            .formatted(
                record.text("/storage/ballotSlot"),
                record.text("/storage/recordsSlot"),
                record.text("/storage/recordsSlot")),
        "key     %s  keccak256(voter . (ballot + %s)): `standingVotes`"
            .formatted(record.text("/storage/key"), record.text("/storage/votesOffset")),
        "value   0x" + value,
        "        timestamp 40 bits   " + value.substring(0, 10),
        "        id prefix 160 bits  " + value.substring(10, 50),
        "        power 48 bits       " + value.substring(50, 62),
        "        choice 8 bits       " + value.substring(62));
  }

  private List<String> event() {
    String data = record.text("/log/data").substring("0x".length());
    return List.of(
        "topic 0  "
            + record.text("/log/topics/0")
            + "  VoteCounted(bytes32,address,bytes32,uint8,uint64,uint64)",
        "topic 1  " + record.text("/log/topics/1") + "  id",
        "topic 2  " + record.text("/log/topics/2") + "  voter",
        "data     0x" + data.substring(0, WORD_DIGITS) + "  voteId",
        "           " + data.substring(WORD_DIGITS, 2 * WORD_DIGITS) + "  choice",
        "           " + data.substring(2 * WORD_DIGITS, 3 * WORD_DIGITS) + "  power",
        "           " + data.substring(3 * WORD_DIGITS) + "  timestamp",
        "block %s, log %s"
            .formatted(record.text("/log/blockNumber"), record.text("/log/logIndex")));
  }

  private List<String> row() {
    List<String> lines = new ArrayList<>();
    record
        .json()
        .path("row")
        .properties()
        .forEach(
            column ->
                lines.add("%-16s | %s".formatted(column.getKey(), column.getValue().asText())));
    return lines;
  }

  private String graphql() {
    return "```graphql\n"
        + record.text("/graphql/query")
        + "\n```\n"
        + json(record.json().at("/graphql/answer"));
  }

  private static String json(JsonNode value) {
    return "```json\n" + value.toPrettyString() + "\n```\n";
  }

  private static String block(List<String> lines) {
    return "```\n" + String.join("\n", lines) + "\n```\n";
  }
}
