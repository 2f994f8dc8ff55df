package org.sweetwater.oracle.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.oracle.hub.TestHub.Answer;
import org.sweetwater.oracle.message.Cid;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** The sequencer through HTTP, on a real database. */
class SequencerTest {
  private static TestHub hub;

  private TestSigner author;
  private TestSigner voter;

  @BeforeAll
  static void startHub() {
    hub = TestHub.start();
  }

  @AfterAll
  static void stopHub() {
    hub.close();
  }

  @BeforeEach
  void emptyHub() {
    hub.reset();
    author = hub.member(1, 3);
    voter = hub.member(2, 5);
  }

  @Test
  void takesAProposalAndAnswersAsSnapshotDoes() throws Exception {
    ObjectNode envelope = author.envelope(TestSigner.PROPOSAL, hub.proposal(author));
    Answer answer = hub.post(envelope);

    assertThat(answer.status()).isEqualTo(200);
    Envelope parsed =
        ((EnvelopeOutcome.Parsed) Envelope.parse(TestSigner.bytes(envelope))).envelope();
    assertThat(answer.body().path("id").asText()).isEqualTo(parsed.message().id().hex());
    assertThat(answer.body().path("ipfs").asText())
        .isEqualTo(Cid.v1Raw(parsed.pinnedJson().getBytes(UTF_8)));
    Address relayer = Address.parseChecksummed(answer.body().at("/relayer/address").asText());
    assertThat(
            Signatures.recover(
                    Signatures.personalDigest(parsed.signature()),
                    answer.body().at("/relayer/receipt").asText())
                .orElseThrow()
                .signer())
        .isEqualTo(relayer);
    assertThat(hub.get("/ipfs/" + answer.body().path("ipfs").asText()).body())
        .isEqualTo(parsed.pinnedJson());
    assertThat(TestHub.JSON.readTree(hub.get("/").body()).path("relayer").asText())
        .isEqualTo(relayer.checksummed());
  }

  @Test
  void countsVotesByPower() {
    Hash32 proposal = hub.propose(author);
    hub.vote(author, proposal, 2);
    hub.vote(voter, proposal, 1);
    assertScores(proposal, 2, 5, 3, 0);
  }

  @Test
  void aLaterVoteReplacesAnEarlierOne() {
    Hash32 proposal = hub.propose(author);
    Hash32 first = hub.vote(voter, proposal, 1);
    hub.clock.advance(Duration.ofSeconds(1));
    Hash32 second = hub.vote(voter, proposal, 3);

    assertScores(proposal, 1, 0, 0, 5);
    JsonNode data =
        hub.query(
            "{ a: vote(id: \"%s\") { id } b: vote(id: \"%s\") { choice } messages { id } }"
                .formatted(first, second));
    assertThat(data.path("a").isNull()).isTrue();
    assertThat(data.at("/b/choice").asInt()).isEqualTo(3);
    assertThat(data.path("messages")).hasSize(3);
  }

  @Test
  void anEarlierVoteDoesNotReplaceALaterOne() {
    Hash32 proposal = hub.propose(author);
    hub.taken(vote(voter.vote(proposal, 1, TestHub.START + 20)));
    Answer answer = hub.post(vote(voter.vote(proposal, 2, TestHub.START + 19)));

    assertRefused(answer, "already voted at later time", "SUPERSEDED");
    assertScores(proposal, 1, 5, 0, 0);
  }

  @Test
  void atTheSameTimeTheHigherIdStandsWhateverTheOrder() {
    for (int round = 0; round < 4; round++) {
      hub.clock.advance(Duration.ofSeconds(1));
      Hash32 proposal = hub.propose(author);
      ObjectNode one = vote(voter.vote(proposal, 1, TestHub.START));
      ObjectNode two = vote(voter.vote(proposal, 2, TestHub.START));
      Hash32 first = hub.taken(one);
      Answer answer = hub.post(two);
      Hash32 second = idOf(two);
      if (second.compareTo(first) > 0) {
        assertThat(answer.status()).isEqualTo(200);
        assertScores(proposal, 1, 0, 5, 0);
      } else {
        assertThat(answer.error()).isEqualTo("already voted same time with lower index");
        assertScores(proposal, 1, 5, 0, 0);
      }
    }
  }

  @Test
  void refusesTheSameMessageTwice() {
    ObjectNode envelope = author.envelope(TestSigner.PROPOSAL, hub.proposal(author));
    hub.taken(envelope);
    assertThat(hub.post(envelope).error()).isEqualTo("duplicate message");
    assertThat(hub.rows("SELECT * FROM oracle.hub_refusal")).isEmpty();
  }

  /** However many copies come at once, one is taken, and one voter counts once. */
  @Test
  void takesOneOfManyConcurrentCopiesAndOneVotePerVoter() throws Exception {
    Hash32 proposal = hub.propose(author);
    List<Callable<Answer>> posts = new ArrayList<>();
    for (int choice = 1; choice <= 3; choice++) {
      ObjectNode envelope = vote(voter.vote(proposal, choice, TestHub.START));
      IntStream.range(0, 8).forEach(copy -> posts.add(() -> hub.post(envelope)));
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : executor.invokeAll(posts)) {
        assertThat(answer.get().status()).isIn(200, 400, 425);
      }
    }
    JsonNode votes = hub.query("{ votes { id voter vp } proposals { votes scores_total } }");
    assertThat(votes.path("votes")).hasSize(1);
    assertThat(votes.at("/proposals/0/votes").asInt()).isEqualTo(1);
    assertThat(votes.at("/proposals/0/scores_total").asDouble()).isEqualTo(5);
    assertThat(hub.rows("SELECT id FROM oracle.hub_message WHERE type = 'vote' GROUP BY id"))
        .hasSizeBetween(1, 3);
  }

  @Test
  void votingIsOpenFromStartToEndInclusive() {
    Hash32 proposal = hub.propose(author);
    long opens = TestHub.START - 310;
    long closes = TestHub.START + 3600;
    assertThat(hub.post(vote(voter.vote(proposal, 1, opens - 1))).error())
        .isEqualTo("not in voting window");
    hub.taken(vote(voter.vote(proposal, 1, opens)));
    hub.clock.advance(Duration.ofHours(1));
    assertThat(hub.post(vote(voter.vote(proposal, 1, closes + 1))).error())
        .isEqualTo("not in voting window");
    hub.taken(vote(voter.vote(proposal, 1, closes)));
    hub.clock.advance(Duration.ofSeconds(1));
    assertThat(hub.post(vote(voter.vote(proposal, 2, closes))).error())
        .isEqualTo("not in voting window");
  }

  @Test
  void refusesTimesFarFromNow() {
    Hash32 proposal = hub.propose(author);
    assertRefused(
        hub.post(vote(voter.vote(proposal, 1, TestHub.START + 301))),
        "wrong timestamp",
        "WRONG_TIMESTAMP");
    assertThat(hub.post(vote(voter.vote(proposal, 1, TestHub.START - 6 * 86_400 - 1))).error())
        .isEqualTo("wrong timestamp");
    hub.taken(vote(voter.vote(proposal, 1, TestHub.START + 300)));
  }

  @Test
  void refusesAVoterWithoutPower() {
    Hash32 proposal = hub.propose(author);
    TestSigner stranger = TestSigner.of(3);
    assertRefused(
        hub.post(stranger.envelope(TestSigner.VOTE, stranger.vote(proposal, 1, TestHub.START))),
        "no voting power",
        "NO_POWER");
  }

  @Test
  void refusesAVoteOnAnUnknownProposal() {
    assertRefused(
        hub.post(vote(voter.vote(Hash32.ZERO, 1, TestHub.START))),
        "unknown proposal",
        "UNKNOWN_PROPOSAL");
  }

  static Stream<Arguments> uncountableVotes() {
    return Stream.of(
        change("unknown space", m -> m.put("space", "other.eth")),
        change("invalid choice", m -> m.put("choice", 4)),
        change("not signed as uint32", m -> m.put("choice", "1")),
        change("too large metadata", m -> m.put("metadata", "x".repeat(2001))),
        change("wrong vote format", m -> m.put("reason", "x".repeat(5001))),
        change("wrong vote format", m -> m.put("app", "x".repeat(25))),
        change("lower-case", m -> m.put("proposal", "QmNotAnEip712Id")));
  }

  @ParameterizedTest
  @MethodSource("uncountableVotes")
  void refusesAVoteThatCouldNotCount(String error, Consumer<ObjectNode> change) {
    ObjectNode message = voter.vote(hub.propose(author), 1, TestHub.START);
    change.accept(message);
    Answer answer = hub.post(vote(message));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("error").asText()).isEqualTo("client_error");
    assertThat(answer.error()).contains(error);
    assertThat(answer.body().path("detail").asText()).isNotEmpty();
    assertThat(hub.rows("SELECT * FROM oracle.hub_refusal WHERE NOT claimed")).hasSize(1);
  }

  @Test
  void refusesVoteTypesThatTheContractDoesNotKnow() {
    Hash32 proposal = hub.propose(author);
    String old = "Vote(address from,string space,uint64 timestamp,string proposal,uint32 choice)";
    ObjectNode message = voter.vote(proposal, 1, TestHub.START);
    assertRefused(
        hub.post(voter.envelope(old, message)), "types that leave fields unsigned", "TYPES");
    assertRefused(
        hub.post(voter.envelope(TestSigner.VOTE, message, domain -> domain.put("chainId", 1337))),
        "more than name and version",
        "DOMAIN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"string,bytes32", "address,string", "address,bytes32"})
  void takesEveryVariantThatTheContractKnows(String variant) {
    String[] types = variant.split(",", 2);
    String signed =
        TestSigner.VOTE
            .replace("string from", types[0] + " from")
            .replace("string proposal", types[1] + " proposal");
    hub.taken(voter.envelope(signed, voter.vote(hub.propose(author), 1, TestHub.START)));
  }

  static Stream<Arguments> uncountableProposals() {
    return Stream.of(
        change("310 s after its start", m -> m.put("start", TestHub.START - 309)),
        change("neither basic nor single-choice", m -> m.put("type", "weighted")),
        change("not exactly For, Against, Abstain", m -> m.putArray("choices").add("Yes")),
        change("encrypted", m -> m.put("privacy", "shutter")),
        change("plugins is not exactly", m -> m.put("plugins", "{}")),
        change("no sweetwater-call block", m -> m.put("body", "Trust me.")),
        change("not in the exact form", m -> m.put("body", "```sweetwater-call\n{}\n```")),
        change("not the one that plugins commits to", SequencerTest::otherAction),
        change("must be in past", m -> m.put("snapshot", FakeChainFacts.HEAD)),
        change("must be in the future", m -> m.put("end", TestHub.START)),
        change("wrong proposal format", m -> m.put("end", TestHub.START - 310)),
        change("wrong proposal format", m -> m.put("end", 9_000_000_000_000L)),
        change("wrong proposal format", m -> m.put("title", " ")),
        change("wrong proposal format", m -> m.put("title", "x".repeat(257))),
        change("wrong proposal format", m -> m.put("start", "1")),
        change("wrong proposal format", m -> m.putArray("labels").add("x".repeat(65))),
        change("wrong proposal format", m -> m.put("app", "x".repeat(25))));
  }

  @ParameterizedTest
  @MethodSource("uncountableProposals")
  void refusesAProposalThatCouldNotOpen(String error, Consumer<ObjectNode> change) {
    ObjectNode message = hub.proposal(author);
    change.accept(message);
    Answer answer = hub.post(author.envelope(TestSigner.PROPOSAL, message));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains(error);
    assertThat(hub.query("{ proposals { id } }").path("proposals")).isEmpty();
  }

  @Test
  void boundsWhatOneMemberCanStore() {
    Hash32 proposal = hub.propose(author);
    for (int change = 0; change <= 100; change++) {
      hub.taken(vote(voter.vote(proposal, 1, TestHub.START - 300 + change)));
    }
    assertRefused(
        hub.post(vote(voter.vote(proposal, 1, TestHub.START))),
        "vote changed too often",
        "CHANGE_LIMIT");
    for (int count = 1; count < 50; count++) {
      hub.taken(
          author.envelope(
              TestSigner.PROPOSAL, hub.proposal(author).put("title", "Number " + count)));
    }
    ObjectNode oneMore =
        author.envelope(TestSigner.PROPOSAL, hub.proposal(author).put("title", "One more"));
    assertRefused(hub.post(oneMore), "proposal limit reached", "PROPOSAL_LIMIT");
    hub.clock.advance(Duration.ofSeconds(200));
    hub.propose(hub.member(6, 1));
  }

  @Test
  void refusesAnAuthorWithoutANode() {
    TestSigner stranger = TestSigner.of(4);
    Answer answer = hub.post(stranger.envelope(TestSigner.PROPOSAL, hub.proposal(stranger)));
    assertRefused(answer, "validation failed", "AUTHOR_HAS_NO_NODE");
  }

  @Test
  void refusesAForgedVoteAndSaysThatTheVoterIsOnlyClaimed() {
    Hash32 proposal = hub.propose(author);
    ObjectNode forged =
        vote(voter.vote(proposal, 1, TestHub.START))
            .put("sig", author.key().sign(Hash32.ZERO).hex());
    assertRefused(hub.post(forged), "signature validation failed", "SIGNATURE_INVALID");
    assertThat(hub.rows("SELECT claimed, choice, voter, proposal_id FROM oracle.hub_refusal"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("claimed")).isEqualTo(true);
              assertThat(row.get("choice")).isEqualTo(1);
              assertThat((byte[]) row.get("voter")).isEqualTo(voter.address().bytes());
              assertThat((byte[]) row.get("proposal_id")).isEqualTo(proposal.bytes());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "0x1", "hello", "0xzz"})
  void refusesWhatIsNoSignature(String signature) {
    Hash32 proposal = hub.propose(author);
    ObjectNode envelope = vote(voter.vote(proposal, 1, TestHub.START)).put("sig", signature);
    assertThat(hub.post(envelope).error()).isEqualTo("signature validation failed");
  }

  @Test
  void refusesAnEditedField() {
    Hash32 proposal = hub.propose(author);
    ObjectNode envelope = vote(voter.vote(proposal, 1, TestHub.START));
    ((ObjectNode) envelope.at("/data/message")).put("choice", 2);
    assertThat(hub.post(envelope).error()).isEqualTo("signature validation failed");
  }

  @Test
  void takesAContractWalletsVote() {
    Hash32 proposal = hub.propose(author);
    TestSigner wallet = hub.member(5, 2);
    ObjectNode envelope =
        wallet.envelope(TestSigner.VOTE, wallet.vote(proposal, 1, TestHub.START)).put("sig", "0x");
    assertThat(hub.post(envelope).error()).isEqualTo("signature validation failed");
    hub.chain.accept(wallet.address(), idOf(envelope));
    hub.taken(envelope);
    assertScores(proposal, 1, 2, 0, 0);
  }

  @Test
  void refusesAnAlias() {
    Hash32 proposal = hub.propose(author);
    ObjectNode message = voter.vote(proposal, 1, TestHub.START);
    assertRefused(
        hub.post(author.envelope(TestSigner.VOTE, message)), "signed by an alias", "ALIAS_SIGNER");
    assertThat(hub.rows("SELECT * FROM oracle.hub_refusal WHERE claimed")).hasSize(1);
  }

  @Test
  void refusesOtherKindsOfMessages() {
    ObjectNode message =
        TestHub.JSON
            .createObjectNode()
            .put("from", author.address().checksummed())
            .put("space", TestSigner.SPACE)
            .put("timestamp", TestHub.START)
            .put("settings", "{}");
    String types = "Space(address from,string space,uint64 timestamp,string settings)";
    Answer answer = hub.post(author.envelope(types, message));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error())
        .isEqualTo("this hub takes proposals, votes and their deletion, not settings");
  }

  @Test
  void itsAuthorMayDeleteAProposalAndMessagesStay() {
    Hash32 proposal = hub.propose(author);
    hub.vote(voter, proposal, 1);
    ObjectNode byAnother = voter.envelope(TestSigner.CANCEL, voter.cancel(proposal, TestHub.START));
    assertThat(hub.post(byAnother).error()).isEqualTo("not authorized to archive proposal");
    ObjectNode deletion =
        author.envelope(TestSigner.CANCEL, author.cancel(proposal, TestHub.START));
    hub.taken(deletion);

    JsonNode data =
        hub.query(
            "{ proposal(id: \"%s\") { id } proposals { id } votes { id } messages { type } }"
                .formatted(proposal));
    assertThat(data.path("proposal").isNull()).isTrue();
    assertThat(data.path("proposals")).isEmpty();
    assertThat(data.path("votes")).isEmpty();
    assertThat(data.path("messages").findValuesAsText("type"))
        .containsExactly("delete-proposal", "vote", "proposal");
    assertThat(hub.post(vote(voter.vote(proposal, 2, TestHub.START + 1))).error())
        .isEqualTo("unknown proposal");
    ObjectNode again =
        author.envelope(TestSigner.CANCEL, author.cancel(proposal, TestHub.START + 1));
    assertThat(hub.post(again).error()).isEqualTo("unknown proposal");
  }

  @Test
  void saysThatTheChainDoesNotAnswerAndForgetsTheMessage() {
    Hash32 proposal = hub.propose(author);
    ObjectNode envelope = vote(voter.vote(proposal, 1, TestHub.START));
    hub.power.fail(true);
    Answer answer = hub.post(envelope);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.error()).isEqualTo("failed to check voting power");
    assertThat(hub.rows("SELECT * FROM oracle.hub_refusal")).isEmpty();
    hub.power.fail(false);
    hub.taken(envelope);
  }

  @Test
  void remembersARefusalOnce() {
    Hash32 proposal = hub.propose(author);
    ObjectNode envelope = vote(voter.vote(proposal, 4, TestHub.START));
    hub.post(envelope);
    hub.post(envelope);
    assertThat(hub.rows("SELECT reason FROM oracle.hub_refusal"))
        .containsExactly(Map.of("reason", "CHOICE_RANGE"));
  }

  private void assertRefused(Answer answer, String error, String code) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("error").asText()).isEqualTo("client_error");
    assertThat(answer.error()).contains(error);
    assertThat(hub.rows("SELECT reason FROM oracle.hub_refusal ORDER BY seq DESC LIMIT 1"))
        .containsExactly(Map.of("reason", code));
  }

  private void assertScores(
      Hash32 proposal, int votes, double inFavour, double against, double abstain) {
    JsonNode row =
        hub.query(
                "{ proposal(id: \"%s\") { votes scores scores_total scores_by_strategy } }"
                    .formatted(proposal))
            .path("proposal");
    assertThat(row.path("votes").asInt()).isEqualTo(votes);
    assertThat(row.path("scores").toString())
        .isEqualTo("[%s,%s,%s]".formatted(inFavour, against, abstain));
    assertThat(row.path("scores_by_strategy").toString())
        .isEqualTo("[[%s],[%s],[%s]]".formatted(inFavour, against, abstain));
    assertThat(row.path("scores_total").asDouble()).isEqualTo(inFavour + against + abstain);
  }

  private ObjectNode vote(ObjectNode message) {
    return voter.envelope(TestSigner.VOTE, message);
  }

  private static void otherAction(ObjectNode message) {
    message.put("plugins", CommittedCall.plugins(Hash32.of(new byte[32])));
  }

  private static Hash32 idOf(ObjectNode envelope) {
    EnvelopeOutcome outcome = Envelope.parse(TestSigner.bytes(envelope));
    return ((EnvelopeOutcome.Parsed) outcome).envelope().message().id();
  }

  private static Arguments change(String error, Consumer<ObjectNode> change) {
    return Arguments.of(error, change);
  }
}
