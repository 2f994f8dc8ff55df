package org.sweetwater.devnet.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * Asks indexer and hub, where there are any; whoever is silent is named, and nothing else fails.
 */
final class OffChainReader {
  private static final String RELAYS =
      """
      query($id: Bytes!, $verdict: ID!) {
        relayTransactions(first: 1000, where: { ballotId: $id }, orderBy: blockNumber) { id kind votes gasUsed status }
        voteVerdict(id: $verdict) { reason detail }
      }
      """;
  private static final String VERDICTS =
      """
      query($id: Bytes!, $voter: Bytes!) {
        voteVerdicts(first: 100, where: { proposalId: $id, voter: $voter }, orderBy: seenAt, orderDirection: desc) {
          voteId claimed countable source reason detail
        }
      }
      """;
  private static final String PAST =
      """
      query($operator: ID!, $block: Int!) {
        operator(id: $operator, block: { number: $block }) { activeNodeCount }
        nodes(first: 100, where: { operator: $operator }, block: { number: $block }) { id status activatableAt blockNumber }
      }
      """;
  private static final String TITLE = "query($id: String!) { proposal(id: $id) { title } }";
  private static final String SHOWN =
      """
      query($id: String!, $voter: String!) {
        votes(first: 10, where: { proposal: $id, voter: $voter }, orderDirection: asc) { id choice created }
      }
      """;

  private final Optional<GraphQl> indexer;
  private final Optional<GraphQl> hub;
  private final List<String> silences = new ArrayList<>();

  /** Asks those that are given. */
  OffChainReader(Optional<GraphQl> indexer, Optional<GraphQl> hub) {
    this.indexer = indexer;
    this.hub = hub;
  }

  OffChain ballot(Hash32 id) throws InterruptedException {
    Map<String, Object> ids = Map.of("id", id.hex(), "verdict", "oracle:" + id.hex());
    Optional<Recorded> recorded = ask(indexer, RELAYS, ids, OffChainReader::recorded);
    Optional<String> title =
        ask(hub, TITLE, Map.of("id", id.hex()), data -> data.at("/proposal/title").asText(""));
    return new OffChain(
        title.map(Text::line).filter(text -> !text.isEmpty()),
        recorded.map(Recorded::relays).orElse(List.of()),
        recorded.flatMap(Recorded::proposal),
        silences);
  }

  VoterFacts voter(BallotFacts ballot, Address account, VoterFacts.OnChain onChain, Trail trail)
      throws InterruptedException {
    String lower = account.lowerHex();
    return new VoterFacts(
        account,
        onChain,
        trail.votesOf(account),
        ask(
            indexer,
            PAST,
            Map.of("operator", lower, "block", ballot.snapshot()),
            OffChainReader::past),
        ask(
            indexer,
            VERDICTS,
            Map.of("id", ballot.id().hex(), "voter", lower),
            data -> list(data.path("voteVerdicts"), OffChainReader::verdict).reversed()),
        ask(
            hub,
            SHOWN,
            Map.of("id", ballot.id().hex(), "voter", account.checksummed()),
            data -> list(data.path("votes"), OffChainReader::hubVote)));
  }

  /** Who could not be asked so far, and why. */
  List<String> silences() {
    return List.copyOf(silences);
  }

  private <T> Optional<T> ask(
      Optional<GraphQl> whom,
      String query,
      Map<String, Object> variables,
      Function<JsonNode, T> read)
      throws InterruptedException {
    if (whom.isEmpty()) {
      return Optional.empty();
    }
    return switch (whom.get().ask(query, variables)) {
      case GraphQl.Answer.Data(var data) -> read(whom.get(), data, read);
      case GraphQl.Answer.Silence(var why) -> silent(why);
    };
  }

  private <T> Optional<T> read(GraphQl whom, JsonNode data, Function<JsonNode, T> read) {
    try {
      return Optional.of(read.apply(data));
    } catch (IllegalArgumentException e) {
      // An id or address that is none: whoever answers so is of no use here.
      return silent("%s answered with %s".formatted(whom.endpoint(), Text.line(e)));
    }
  }

  private <T> Optional<T> silent(String why) {
    if (!silences.contains(why)) {
      silences.add(why);
    }
    return Optional.empty();
  }

  private static <T> List<T> list(JsonNode rows, Function<JsonNode, T> read) {
    List<T> list = new ArrayList<>();
    rows.forEach(row -> list.add(read.apply(row)));
    return list;
  }

  /** What the oracle recorded of a ballot. */
  private record Recorded(List<OffChain.Relay> relays, Optional<String> proposal) {}

  private static Recorded recorded(JsonNode data) {
    JsonNode verdict = data.path("voteVerdict");
    return new Recorded(
        list(data.path("relayTransactions"), OffChainReader::relay),
        verdict.isObject()
            ? Optional.of(
                Text.line(verdict.path("reason").asText() + ", " + verdict.path("detail").asText()))
            : Optional.empty());
  }

  private static OffChain.Relay relay(JsonNode row) {
    return new OffChain.Relay(
        Text.line(row.path("kind").asText()),
        Hash32.parse(row.path("id").asText()),
        row.path("votes").asLong(),
        Optional.of(row.path("gasUsed")).filter(gas -> !gas.isNull()).map(JsonNode::asLong),
        Text.line(row.path("status").asText()));
  }

  private static VoterFacts.Past past(JsonNode data) {
    return new VoterFacts.Past(
        data.at("/operator/activeNodeCount").asLong(),
        list(
            data.path("nodes"),
            node ->
                new VoterFacts.Node(
                    Address.parse(node.path("id").asText()),
                    node.path("status").asText(),
                    Instant.ofEpochSecond(node.path("activatableAt").asLong()),
                    node.path("blockNumber").asLong())));
  }

  private static VoterFacts.Verdict verdict(JsonNode row) {
    return new VoterFacts.Verdict(
        Optional.of(row.path("voteId"))
            .filter(JsonNode::isTextual)
            .map(id -> Hash32.parse(id.asText())),
        row.path("claimed").asBoolean(),
        row.path("countable").asBoolean(),
        Text.line(row.path("source").asText()),
        Text.line(row.path("reason").asText()),
        Text.line(row.path("detail").asText()));
  }

  private static VoterFacts.HubVote hubVote(JsonNode row) {
    return new VoterFacts.HubVote(
        Hash32.parse(row.path("id").asText()),
        row.path("choice").asLong(),
        Instant.ofEpochSecond(row.path("created").asLong()));
  }
}
