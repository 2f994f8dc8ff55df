package org.sweetwater.devnet.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OffChainReaderTest {
  private static final String HASH = Facts.hash("vote").hex();
  private static final Trail NO_VOTES = new Trail(List.of(), List.of());

  private final FakeService indexer = new FakeService();
  private final FakeService hub = new FakeService();
  private final GraphQl indexerApi = new GraphQl(indexer.url());
  private final GraphQl hubApi = new GraphQl(hub.url());
  private final OffChainReader reader =
      new OffChainReader(Optional.of(indexerApi), Optional.of(hubApi));

  @AfterEach
  void close() {
    indexerApi.close();
    hubApi.close();
    indexer.close();
    hub.close();
  }

  @Test
  void readsWhatTheOracleRecordedAndTheHubShows() throws InterruptedException {
    indexer.answer(
        "relayTransactions",
        """
        {"data":{"relayTransactions":[
          {"id":"%s","kind":"count","votes":6,"gasUsed":"268411","status":"confirmed"},
          {"id":"%s","kind":"close","votes":0,"gasUsed":null,"status":"pending"}],
         "voteVerdict":{"reason":"END_TOO_SOON","detail":"the window does not fit"}}}
        """
            .formatted(HASH, HASH));
    hub.answer("title", "{\"data\":{\"proposal\":{\"title\":\"Greet\\u0007 neighbours\"}}}");

    assertThat(reader.ballot(Facts.ID))
        .isEqualTo(
            new OffChain(
                Optional.of("Greet\uFFFD neighbours"),
                List.of(
                    new OffChain.Relay(
                        "count", Facts.hash("vote"), 6, Optional.of(268_411L), "confirmed"),
                    new OffChain.Relay(
                        "close", Facts.hash("vote"), 0, Optional.empty(), "pending")),
                Optional.of("END_TOO_SOON, the window does not fit"),
                List.of()));
  }

  @Test
  void readsAVotersPastVerdictsAndVotes() throws InterruptedException {
    indexer.answer(
        "activeNodeCount",
        """
        {"data":{"operator":{"activeNodeCount":2},"nodes":[
          {"id":"%s","status":"Waiting","activatableAt":"1771977600","blockNumber":40}]}}
        """
            .formatted(Facts.VOTER));
    indexer.answer(
        "voteVerdicts",
        """
        {"data":{"voteVerdicts":[
          {"voteId":"%s","claimed":false,"countable":true,"source":"oracle","reason":"COUNTED","detail":"stands"},
          {"voteId":null,"claimed":true,"countable":false,"source":"hub","reason":"X","detail":"y"}]}}
        """
            .formatted(HASH));
    hub.answer(
        "votes",
        "{\"data\":{\"votes\":[{\"id\":\"%s\",\"choice\":1,\"created\":1}]}}".formatted(HASH));

    VoterFacts voter = reader.voter(Facts.voting(), Facts.VOTER, Facts.member(1, 1), NO_VOTES);

    assertThat(voter.past())
        .contains(
            new VoterFacts.Past(
                2,
                List.of(
                    new VoterFacts.Node(
                        Facts.VOTER, "Waiting", Instant.ofEpochSecond(1_771_977_600L), 40))));
    // The newest is asked for first and kept last.
    assertThat(voter.verdicts().orElseThrow())
        .extracting(VoterFacts.Verdict::reason)
        .containsExactly("X", "COUNTED");
    assertThat(voter.shown())
        .contains(List.of(new VoterFacts.HubVote(Facts.hash("vote"), 1, Instant.ofEpochSecond(1))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON at all",
        "[]",
        "{\"data\":null}",
        "{\"errors\":[{\"message\":\"over\\u001b[31mloaded\"}]}",
        "{\"data\":{\"votes\":[{\"id\":\"0x12\"}]}}"
      })
  void aServiceThatTalksNonsenseIsNamedAndNothingElseFails(String nonsense)
      throws InterruptedException {
    hub.answer("votes", nonsense);

    VoterFacts voter = reader.voter(Facts.voting(), Facts.VOTER, Facts.member(1, 1), NO_VOTES);

    assertThat(voter.shown()).isEmpty();
    assertThat(reader.silences())
        .anyMatch(why -> why.startsWith(hub.url().toString()))
        .noneMatch(why -> why.contains("\u001b"));
  }

  @Test
  void aServiceThatIsNotThereIsNamedOnce() throws InterruptedException {
    try (GraphQl nobody = new GraphQl(URI.create("http://127.0.0.1:1"))) {
      OffChainReader alone = new OffChainReader(Optional.of(nobody), Optional.empty());

      VoterFacts voter = alone.voter(Facts.voting(), Facts.VOTER, Facts.member(1, 1), NO_VOTES);

      assertThat(voter.past()).isEmpty();
      assertThat(voter.verdicts()).isEmpty();
      assertThat(alone.silences())
          .singleElement()
          .asString()
          .startsWith("http://127.0.0.1:1/graphql did not answer");
    }
  }
}
