package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * A hub that answers our queries out of its memory, within the limits of Snapshot's, and that can
 * be told to lie or fail.
 */
final class FakeHub implements HubSource {
  /** What a hub shows for one message; what is no object is not shown. */
  static final class Row {
    final Hash32 id;
    final String scope;
    final long created;
    JsonNode row;
    JsonNode message;

    Row(Hash32 id, String scope, long created, JsonNode row, JsonNode message) {
      this.id = id;
      this.scope = scope;
      this.created = created;
      this.row = row;
      this.message = message;
    }
  }

  private final Map<Hash32, Row> shown = new LinkedHashMap<>();
  private final Random random;
  private Runnable afterAnswer = () -> {};
  private int failing;
  int asked;

  FakeHub(Random random) {
    this.random = random;
  }

  /** Shows a message as Snapshot's sequencer would; {@code change} may falsify it. */
  Row show(Signed signed, Consumer<Row> change) {
    ObjectNode row = signed.values().deepCopy();
    row.put("id", signed.id().hex()).set("created", row.get("timestamp"));
    boolean isProposal = signed.envelope().message() instanceof ProposalMessage;
    row.set(isProposal ? "author" : "voter", row.get("from"));
    String json = isProposal ? "plugins" : "metadata";
    row.set(json, JsonText.parse(row.path(json).textValue()));
    String scope = isProposal ? row.path("space").asText() : row.path("proposal").asText();
    Row fresh = new Row(signed.id(), scope, signed.created(), row, message(signed));
    change.accept(fresh);
    shown.put(signed.id(), fresh);
    return fresh;
  }

  Row show(Signed signed) {
    return show(signed, row -> {});
  }

  private static ObjectNode message(Signed signed) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", signed.id().hex())
        .put("address", signed.envelope().address().checksummed())
        .put("sig", signed.envelope().signature());
  }

  /** Hides a row, as when a later vote replaces it. */
  void hide(Hash32 id) {
    shown.remove(id);
  }

  /** Hides a proposal with its votes. */
  void delete(Hash32 proposal) {
    hide(proposal);
    shown.values().removeIf(row -> row.scope.equals(proposal.hex()));
  }

  /** Does not answer the next queries. */
  void fail(int times) {
    failing = times;
  }

  /** Runs after every answer, so that the world changes between two pages. */
  void afterAnswer(Runnable action) {
    afterAnswer = action;
  }

  @Override
  public Answer ask(Query query) {
    asked++;
    if (failing > 0) {
      failing--;
      throw new RetryableException("hub: out of order");
    }
    JsonNode variables = query.variables();
    ObjectNode data =
        switch (query.operation()) {
          case "Proposals" -> list(variables.path("space").asText(), variables);
          case "Votes" -> list(variables.path("proposal").asText(), variables);
          case "SignedProposals", "SignedVotes" -> read(variables);
          default -> throw new AssertionError("unknown operation " + query.operation());
        };
    afterAnswer.run();
    return new Answer(data, Signed.SOURCE);
  }

  private ObjectNode list(String scope, JsonNode variables) {
    int first = variables.path("first").intValue();
    int skip = variables.path("skip").intValue();
    requireWithin("first", first, 1_000);
    requireWithin("skip", skip, 5_000);
    long from = variables.path("from").longValue();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = data.putArray("rows");
    shown.values().stream()
        .filter(row -> row.scope.equals(scope) && row.created >= from)
        .sorted(Comparator.comparingLong((Row row) -> row.created).thenComparing(row -> row.id))
        .skip(skip)
        .limit(first)
        .forEach(row -> rows.addObject().put("id", row.id.hex()).put("created", row.created));
    return data;
  }

  private ObjectNode read(JsonNode variables) {
    requireWithin("id_in", variables.path("ids").size(), 100);
    requireWithin("first", variables.path("first").intValue(), variables.path("ids").size());
    Set<Hash32> ids = new HashSet<>();
    variables.path("ids").forEach(id -> ids.add(Hash32.parse(id.asText())));
    List<Row> asked = shown.values().stream().filter(row -> ids.contains(row.id)).toList();
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    fill(data.putArray("rows"), asked.stream().map(row -> row.row));
    fill(data.putArray("messages"), asked.stream().map(row -> row.message));
    return data;
  }

  /** In any order, and now and then twice. */
  private void fill(ArrayNode array, Stream<JsonNode> nodes) {
    List<JsonNode> list = new ArrayList<>(nodes.filter(JsonNode::isObject).toList());
    list.stream().filter(node -> random.nextInt(10) == 0).toList().forEach(list::add);
    Collections.shuffle(list, random);
    list.forEach(array::add);
  }

  private static void requireWithin(String name, int value, int most) {
    if (value < 0 || value > most) {
      throw new AssertionError(
          "The `%s` argument must not be greater than %d".formatted(name, most));
    }
  }
}
