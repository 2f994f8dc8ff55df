package org.sweetwater.devnet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.VoteForm;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.contracts.SnapshotBallot;

/** What a hub keeps of posted votes, as anybody can ask for it. */
final class HubMessages implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI hub;

  HubMessages(URI hub) {
    this.hub = hub;
  }

  /** The envelope of a vote that the hub shows, as it pinned it. */
  String pinned(String id) throws IOException, InterruptedException {
    String query = "query($id: String!) { vote(id: $id) { ipfs } }";
    String body = JSON.writeValueAsString(Map.of("query", query, "variables", Map.of("id", id)));
    HttpRequest question =
        HttpRequest.newBuilder(hub.resolve("/graphql"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    String cid = JSON.readTree(ask(question)).at("/data/vote/ipfs").asText();
    return ask(HttpRequest.newBuilder(hub.resolve("/ipfs/" + cid)).build());
  }

  /** The same, read and checked. */
  Envelope vote(String id) throws IOException, InterruptedException {
    return switch (Envelope.parse(pinned(id).getBytes(UTF_8))) {
      case EnvelopeOutcome.Parsed(Envelope envelope) -> envelope;
      case EnvelopeOutcome.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  /** The vote in an envelope as the contract takes it, without a key's signature. */
  static SnapshotBallot.Vote forContract(Envelope envelope) {
    VoteMessage message = (VoteMessage) envelope.message();
    VoteForm form = VoteForm.of(message, envelope.address(), message.space());
    return switch (form) {
      case VoteForm.OnChain(var vote) ->
          new SnapshotBallot.Vote(
              vote.voter().lowerHex(),
              BigInteger.valueOf(vote.variant()),
              BigInteger.valueOf(vote.choice()),
              BigInteger.valueOf(vote.timestamp()),
              vote.reasonHash().bytes(),
              vote.appHash().bytes(),
              vote.metadataHash().bytes(),
              vote.r().bytes(),
              vote.vs().bytes());
      case VoteForm.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  private String ask(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    http.close();
  }
}
