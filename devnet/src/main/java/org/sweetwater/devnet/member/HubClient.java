package org.sweetwater.devnet.member;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.sweetwater.oracle.message.HubRows;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * One Snapshot hub, ours or the public one, as a wallet sees it: posts messages to its sequencer,
 * and looks up what it shows.
 */
final class HubClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int ANSWER_BYTES_MAX = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String PROPOSAL =
      """
      query($id: String!) { proposal(id: $id) { id author space { id } created type title body discussion
        choices labels start end snapshot plugins privacy app } }
      """;

  private static final String VOTE =
      """
      query($proposal: String!, $voter: String!) {
        votes(first: 1, where: { proposal: $proposal, voter: $voter }) { created } }
      """;

  private final URI graphql;
  private final URI sequencer;
  private final HttpClient http;

  /**
   * A hub.
   *
   * @param hub its base address
   * @param sequencer where messages are posted
   */
  HubClient(URI hub, URI sequencer) {
    this.graphql = URI.create(hub.toString().replaceAll("/+$", "") + "/graphql");
    this.sequencer = sequencer;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build();
  }

  /** What the hub shows of something; a hub can be wrong, so nothing here is proven. */
  sealed interface Lookup<T> {
    /** It shows this. */
    record Found<T>(T value) implements Lookup<T> {}

    /** It answers, and has no such thing. */
    record Missing<T>() implements Lookup<T> {}

    /** It does not answer. */
    record Silent<T>(String reason) implements Lookup<T> {}
  }

  /** Where it is, without path and query, which may hold a key. */
  String shown() {
    return "%s://%s".formatted(graphql.getScheme(), graphql.getAuthority());
  }

  /** Posts an envelope to the sequencer. */
  HubAnswer post(byte[] envelope) throws InterruptedException {
    try {
      HttpResponse<byte[]> response = exchange(sequencer, envelope);
      return answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (JsonProcessingException e) {
      return new HubAnswer.Unreachable("its answer is no JSON");
    } catch (IOException e) {
      return new HubAnswer.Unreachable(reason(e));
    }
  }

  private static HubAnswer answer(int status, JsonNode body) {
    if (body.hasNonNull("error")) {
      return new HubAnswer.Refused(
          status,
          PlainText.line(body.path("error_description").asText(body.path("error").asText()), 300),
          PlainText.line(body.path("detail").asText(""), 300));
    }
    try {
      return new HubAnswer.Taken(
          Hash32.parse(body.path("id").asText()),
          PlainText.line(body.path("ipfs").asText(""), 100),
          Address.parse(body.at("/relayer/address").asText()),
          PlainText.line(body.at("/relayer/receipt").asText(""), 200));
    } catch (IllegalArgumentException e) {
      return new HubAnswer.Unreachable("its answer is not a sequencer's (HTTP " + status + ")");
    }
  }

  /** The proposal with this id. */
  Lookup<HubRows.ProposalRow> findProposal(Hash32 id) throws InterruptedException {
    ObjectNode variables = JsonNodeFactory.instance.objectNode().put("id", id.hex());
    return ask(PROPOSAL, variables, "proposal", row -> proposal(id, row));
  }

  /** The signed time of a voter's present vote. */
  Lookup<Instant> lastVote(Hash32 proposal, Address voter) throws InterruptedException {
    ObjectNode variables =
        JsonNodeFactory.instance
            .objectNode()
            .put("proposal", proposal.hex())
            .put("voter", voter.checksummed());
    return ask(
        VOTE,
        variables,
        "votes",
        votes ->
            votes.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(votes.get(0).path("created").asLong())));
  }

  private interface Reading<T> {
    Optional<T> of(JsonNode found);
  }

  private <T> Lookup<T> ask(String query, ObjectNode variables, String field, Reading<T> reading)
      throws InterruptedException {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("query", query);
    request.set("variables", variables);
    try {
      HttpResponse<byte[]> response = exchange(graphql, JSON.writeValueAsBytes(request));
      JsonNode data = JSON.readTree(response.body()).path("data");
      if (!data.has(field)) {
        return new Lookup.Silent<>("no GraphQL answer (HTTP " + response.statusCode() + ")");
      }
      JsonNode found = data.get(field);
      return reading
          .of(found.isNull() ? MissingNode.getInstance() : found)
          .<Lookup<T>>map(Lookup.Found::new)
          .orElseGet(Lookup.Missing::new);
    } catch (IOException e) {
      return new Lookup.Silent<>(reason(e));
    }
  }

  private static Optional<HubRows.ProposalRow> proposal(Hash32 id, JsonNode row) {
    if (row.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(
        new HubRows.ProposalRow(
            id,
            row.path("author").asText(),
            row.at("/space/id").asText(),
            row.path("created").asLong(),
            row.path("type").asText(),
            row.path("title").asText(),
            row.path("body").asText(""),
            row.path("discussion").asText(""),
            texts(row.path("choices")),
            texts(row.path("labels")),
            row.path("start").asLong(),
            row.path("end").asLong(),
            row.path("snapshot").asLong(),
            row.path("plugins"),
            row.path("privacy").asText(""),
            row.path("app").asText("")));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private HttpResponse<byte[]> exchange(URI url, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : PlainText.line(message, 200);
  }

  @Override
  public void close() {
    http.close();
  }
}
