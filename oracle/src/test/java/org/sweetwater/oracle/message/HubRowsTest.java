package org.sweetwater.oracle.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.oracle.message.Vectors.Vector;
import org.sweetwater.wrappers.Hash32;

/** Rows as a hub shows them, made from the vectors by the sequencer's own rules. */
class HubRowsTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** The hub loses how these were signed: a key order, a space, a chain id that is not its own. */
  private static final Set<String> LOST =
      Set.of("vote-weighted-key-order", "vote-approval-as-string", "vote-chainid-137");

  private static final Set<String> NOT_ACCEPTED =
      Set.of("vote-from-lowercase", "neg-domain-version", "neg-types-without-choice");

  static Stream<Vector> votes() {
    return Vectors.all()
        .filter(vector -> vector.text("kind").startsWith("vote"))
        .filter(vector -> !NOT_ACCEPTED.contains(vector.text("id")));
  }

  static Stream<Vector> proposals() {
    return Vectors.all().filter(vector -> vector.text("kind").equals("proposal"));
  }

  @ParameterizedTest
  @MethodSource("votes")
  void rebuildsWhatWasSigned(Vector vector) throws Exception {
    var rebuilt = HubRows.rebuild(voteRow(vector), 1);
    if (LOST.contains(vector.text("id"))) {
      assertThat(rebuilt).isEmpty();
    } else {
      assertThat(rebuilt).contains((VoteMessage) VectorsTest.envelope(vector).message());
    }
  }

  @ParameterizedTest
  @MethodSource("proposals")
  void rebuildsProposals(Vector vector) throws Exception {
    var rebuilt = HubRows.rebuild(proposalRow(vector), 1);
    ProposalMessage signed = (ProposalMessage) VectorsTest.envelope(vector).message();
    // The oldest type sets sign strategies and metadata, which are no part of a row.
    boolean lost = vector.text("encodeType").contains("strategies");
    assertThat(rebuilt.isEmpty()).isEqualTo(lost);
    rebuilt.ifPresent(proposal -> assertThat(proposal).isEqualTo(signed));
  }

  @Test
  void neverRebuildsAChangedRow() throws Exception {
    HubRows.VoteRow row = voteRow(Vectors.named("vote-basic-for"));
    HubRows.VoteRow changed =
        new HubRows.VoteRow(
            row.id(),
            row.voter(),
            row.space(),
            row.created() + 1,
            row.proposal(),
            row.choice(),
            row.reason(),
            row.app(),
            row.metadata());
    assertThat(HubRows.rebuild(changed, 1)).isEmpty();
  }

  private static HubRows.VoteRow voteRow(Vector vector) throws Exception {
    JsonNode message = vector.data().path("message");
    JsonNode choice = message.path("choice");
    boolean parsed = vector.text("kind").equals("vote-string") && !choice.asText().startsWith("0x");
    return new HubRows.VoteRow(
        Hash32.parse(vector.text("digest")),
        message.path("from").asText(),
        message.path("space").asText(),
        message.path("timestamp").asLong(),
        message.path("proposal").asText(),
        parsed ? sorted(JSON.readTree(choice.asText())) : choice,
        message.path("reason").asText(),
        message.path("app").asText(),
        JSON.readTree(
            message.path("metadata").asText().isEmpty()
                ? "{}"
                : message.path("metadata").asText()));
  }

  /** JavaScript moves integer keys to the front in ascending order. */
  private static JsonNode sorted(JsonNode choice) throws Exception {
    return JSON.readTree(PinnedJson.write(choice));
  }

  private static HubRows.ProposalRow proposalRow(Vector vector) throws Exception {
    JsonNode message = vector.data().path("message");
    return new HubRows.ProposalRow(
        Hash32.parse(vector.text("digest")),
        message.path("from").asText(),
        message.path("space").asText(),
        message.path("timestamp").asLong(),
        message.path("type").asText(),
        message.path("title").asText(),
        message.path("body").asText(),
        message.path("discussion").asText(),
        texts(message.path("choices")),
        texts(message.path("labels")),
        message.path("start").asLong(),
        message.path("end").asLong(),
        message.path("snapshot").asLong(),
        JSON.readTree(message.path("plugins").asText()),
        message.path("privacy").asText(),
        message.path("app").asText());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
