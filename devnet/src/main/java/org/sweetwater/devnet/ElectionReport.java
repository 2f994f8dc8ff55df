package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The readable account of an election: who voted what, what was rejected and why, and what it cost.
 */
final class ElectionReport {
  /** Asks for everything that the account tells. */
  static final String QUERY = resource("account.graphql");

  private final JsonNode data;
  private final List<String> lines = new ArrayList<>();

  private ElectionReport(JsonNode data) {
    this.data = data;
  }

  /** Writes the account of the answer to {@link #QUERY}. */
  static String of(JsonNode data) {
    return new ElectionReport(data).write();
  }

  private String write() {
    experiment(data.path("experiment"));
    ballot(data.path("ballot"));
    votes(data.at("/ballot/votes"));
    rejected(replaced(), data.path("voteVerdicts"));
    transactions(data.path("relayTransactions"));
    JsonNode head = data.at("/_meta/block");
    add("");
    add("as of block %s, %s".formatted(head.path("number").asText(), head.path("hash").asText()));
    return String.join(System.lineSeparator(), lines);
  }

  private void experiment(JsonNode experiment) {
    add(
        "EXPERIMENT %s: %s"
            .formatted(experiment.path("id").asText(), experiment.path("status").asText()));
    add("  %-28s %12s %12s".formatted("metric", "threshold", "worst of 5"));
    experiment
        .path("thresholds")
        .properties()
        .forEach(
            metric ->
                add(
                    "  %-28s %,12d %,12d"
                        .formatted(
                            metric.getKey(),
                            metric.getValue().asLong(),
                            experiment.at("/worst/" + metric.getKey()).asLong())));
    add("  signed by %s".formatted(joined(experiment.path("attestations"), "attestor")));
  }

  private void ballot(JsonNode ballot) {
    add("");
    add("BALLOT %s: %s".formatted(ballot.path("id").asText(), ballot.path("status").asText()));
    add("  call   %s".formatted(call(ballot.path("call"))));
    add(
        "  result For %s, Against %s, Abstain %s; %s voters; quorum %s; least voters %s"
            .formatted(
                ballot.path("votesFor").asText(),
                ballot.path("votesAgainst").asText(),
                ballot.path("votesAbstain").asText(),
                ballot.path("voters").asText(),
                ballot.path("quorum").asText(),
                ballot.path("votersMin").asText()));
  }

  private void votes(JsonNode votes) {
    add("");
    add("VOTES THAT STAND");
    for (JsonNode vote : votes) {
      add(
          "  %s  %-8s power %s  vote %s"
              .formatted(
                  vote.path("voter").asText(),
                  vote.path("choice").asText(),
                  vote.path("power").asText(),
                  vote.path("voteId").asText()));
    }
  }

  /** Counted votes that are not among those that stand. */
  private List<JsonNode> replaced() {
    Set<String> standing =
        StreamSupport.stream(data.at("/ballot/votes").spliterator(), false)
            .map(vote -> vote.path("voteId").asText())
            .collect(Collectors.toSet());
    return StreamSupport.stream(data.path("countedVotes").spliterator(), false)
        .filter(vote -> !standing.contains(vote.path("voteId").asText()))
        .toList();
  }

  private void rejected(List<JsonNode> replaced, JsonNode verdicts) {
    add("");
    add("VOTES THAT DO NOT STAND");
    for (JsonNode vote : replaced) {
      add(
          "  %s  %-8s counted, then replaced by a later vote (on-chain)"
              .formatted(vote.path("voter").asText(), vote.path("choice").asText()));
    }
    for (JsonNode verdict : verdicts) {
      add(
          "  %s  %s%s: %s (off-chain, %s)"
              .formatted(
                  verdict.path("voter").asText("unknown voter"),
                  verdict.path("reason").asText(),
                  verdict.path("claimed").asBoolean() ? ", the voter is only claimed" : "",
                  verdict.path("detail").asText(),
                  verdict.path("source").asText()));
    }
  }

  private void transactions(JsonNode transactions) {
    add("");
    add("WHAT THE ORACLE SENT (off-chain record; check the hashes)");
    for (JsonNode sent : transactions) {
      long votes = sent.path("votes").asLong();
      long gas = sent.path("gasUsed").asLong();
      add(
          "  %-8s block %-5s gas %,10d%s  %s"
              .formatted(
                  sent.path("kind").asText(),
                  sent.path("blockNumber").asText(),
                  gas,
                  votes > 0 ? " = %,d a vote for %d".formatted(gas / votes, votes) : "",
                  sent.path("id").asText()));
    }
  }

  /** A decoded call on one line, {@code Contract.function(name=value, …)}. */
  static String call(JsonNode call) {
    String arguments =
        StreamSupport.stream(call.path("arguments").spliterator(), false)
            .map(argument -> argument.path("name").asText() + "=" + argument.path("value").asText())
            .collect(Collectors.joining(", "));
    return "%s.%s(%s)"
        .formatted(call.path("contract").asText(), call.path("function").asText(), arguments);
  }

  private static String joined(JsonNode rows, String field) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.path(field).asText())
        .collect(Collectors.joining(", "));
  }

  private void add(String line) {
    lines.add(line);
  }

  private static String resource(String name) {
    try (InputStream in = ElectionReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
