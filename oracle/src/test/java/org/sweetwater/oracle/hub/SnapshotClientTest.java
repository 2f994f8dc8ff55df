package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.TestSigner;

/** The public client (snapshot.js 0.17.5 with ethers 5), unchanged, against our hub. */
class SnapshotClientTest {
  private static TestHub hub;
  private static SnapshotClient client;

  @BeforeAll
  static void start() throws Exception {
    hub = TestHub.startInRealTime();
    client = new SnapshotClient(hub.uri());
  }

  @AfterAll
  static void stop() {
    client.close();
    hub.close();
  }

  @Test
  void proposesVotesRevotesAndDeletes() throws Exception {
    TestSigner author = hub.member(1, 1);
    TestSigner voter = hub.member(2, 2);
    String proposal = taken(client.perform("proposal", author, proposal()));
    taken(client.perform("vote", author, vote(proposal, 1)));
    taken(client.perform("vote", voter, vote(proposal, 2)));

    JsonNode row =
        hub.query("{ proposals { id title state scores votes choices } votes { voter choice } }");
    assertThat(row.at("/proposals/0/id").asText()).isEqualTo(proposal);
    assertThat(row.at("/proposals/0/title").asText()).isEqualTo("Grüße an alle ✓");
    assertThat(row.at("/proposals/0/state").asText()).isEqualTo("active");
    assertThat(row.at("/proposals/0/scores").toString()).isEqualTo("[1.0,2.0,0.0]");
    assertThat(row.path("votes")).hasSize(2);

    JsonNode outside = client.perform("vote", voter, vote(proposal, 4));
    assertThat(outside.path("reason").asText()).isEqualTo("invalid choice");
    JsonNode forged = client.perform("vote", author, voter.address(), vote(proposal, 1));
    assertThat(forged.path("error").asText()).isEqualTo("client_error");
    assertThat(forged.path("reason").asText()).isEqualTo("signature validation failed");

    ObjectNode deletion = TestHub.JSON.createObjectNode();
    deletion.put("space", TestSigner.SPACE).put("proposal", proposal);
    taken(client.perform("cancelProposal", author, deletion));
    assertThat(hub.query("{ proposals { id } }").path("proposals")).isEmpty();
  }

  private static String taken(JsonNode answer) {
    assertThat(answer.path("ok").asBoolean()).as(answer.toString()).isTrue();
    assertThat(answer.at("/response/relayer/receipt").asText()).startsWith("0x");
    assertThat(answer.at("/response/ipfs").asText()).startsWith("bafkrei");
    return answer.at("/response/id").asText();
  }

  private static ObjectNode vote(String proposal, int choice) {
    ObjectNode vote = TestHub.JSON.createObjectNode();
    vote.put("space", TestSigner.SPACE).put("proposal", proposal).put("type", "basic");
    return vote.put("choice", choice).put("reason", "Weil es \"so\" ist").put("app", "test");
  }

  private static ObjectNode proposal() {
    long now = Instant.now().getEpochSecond();
    ObjectNode proposal = TestHub.JSON.createObjectNode();
    proposal.put("space", TestSigner.SPACE).put("type", "basic").put("title", "Grüße an alle ✓");
    proposal.put("body", "Zeile 1\n\n" + hub.call().format()).put("discussion", "");
    List.of("For", "Against", "Abstain").forEach(proposal.putArray("choices")::add);
    proposal.putArray("labels");
    proposal.put("timestamp", now).put("start", now - 310).put("end", now + 600);
    proposal.put("snapshot", 100).put("plugins", CommittedCall.plugins(hub.action()));
    return proposal.put("privacy", "").put("app", "test");
  }
}
