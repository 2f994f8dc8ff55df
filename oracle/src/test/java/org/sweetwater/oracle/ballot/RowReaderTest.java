package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.oracle.ballot.HubProblem.Kind;
import org.sweetwater.oracle.ballot.HubProblem.Reason;
import org.sweetwater.oracle.ballot.RowReader.Shown;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

class RowReaderTest {
  private static final Hash32 PROPOSAL = Hash32.keccak(new byte[] {1});
  private static final TestSigner SIGNER = TestSigner.of(1);
  private static final Signed VOTE = Signed.vote(SIGNER, PROPOSAL, 1, 1_750_000_000);
  private static final Signed MOTION = Signed.proposal(SIGNER, "title", 1_750_000_000);

  private final RowReader reader = new RowReader(new HubSpace(TestSigner.SPACE, 31_337));

  private static Shown shown(Signed signed) {
    FakeHub.Row row = new FakeHub(new Random(1)).show(signed);
    return new Shown(row.id, row.row, row.message, Signed.SOURCE);
  }

  private RowOutcome<? extends SnapshotMessage> read(Shown shown) {
    return shown.row().has("voter") ? reader.vote(PROPOSAL, shown) : reader.proposal(shown);
  }

  private HubProblem problem(Shown shown) {
    return switch (read(shown)) {
      case RowOutcome.Unreadable<?>(HubProblem problem) -> problem;
      case RowOutcome.Signed<?> signed -> throw new AssertionError(signed.toString());
    };
  }

  @Test
  void rebuildsWhatWasSigned() {
    assertThat(read(shown(VOTE))).isEqualTo(new RowOutcome.Signed<>(VOTE.receivedVote()));
    assertThat(read(shown(MOTION))).isEqualTo(new RowOutcome.Signed<>(MOTION.receivedProposal()));
  }

  @ParameterizedTest
  @CsvSource({
    "voter, 0x",
    "voter, 0x00000000000000000000000000000000000000zz",
    "created, now",
    "created, 1e400",
    "created, -1",
    "created, 1.5",
    "choice, 2",
    "choice, 1e400",
    "choice, [[[]]]",
    "reason, other",
    "reason, 5",
    "app, []",
    "metadata, 1e400",
    "metadata, {\"a\":[1e999]}"
  })
  void saysThatAChangedVoteIsNotWhatWasSigned(String name, String value) {
    assertChangeIsNoticed(VOTE, name, value, Kind.VOTE);
  }

  @ParameterizedTest
  @CsvSource({
    "author, 0x",
    "title, other",
    "body, 5",
    "choices, [1]",
    "choices, text",
    "labels, {}",
    "start, 1",
    "end, []",
    "snapshot, null",
    "plugins, 1e400",
    "privacy, shutter"
  })
  void saysThatAChangedProposalIsNotWhatWasSigned(String name, String value) {
    assertChangeIsNoticed(MOTION, name, value, Kind.PROPOSAL);
  }

  private void assertChangeIsNoticed(Signed signed, String name, String value, Kind kind) {
    Shown shown = shown(signed);
    ((ObjectNode) shown.row()).set(name, jsonOrText(value));

    HubProblem problem = problem(shown);

    assertThat(problem.reason()).isEqualTo(Reason.NOT_REBUILDABLE);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.id()).isEqualTo(signed.id());
    assertThat(problem.proposalId()).isEqualTo(kind == Kind.VOTE ? PROPOSAL : signed.id());
  }

  private static JsonNode jsonOrText(String value) {
    return value.matches("[\\[{0-9n-].*") && !value.startsWith("0x") && !value.equals("now")
        ? JsonText.parse(value)
        : JsonNodeFactory.instance.textNode(value);
  }

  @Test
  void namesTheClaimedSender() {
    Shown shown = shown(VOTE);
    ((ObjectNode) shown.row()).put("created", 1);

    assertThat(problem(shown).claimedSender()).contains(SIGNER.address());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sig", "address"})
  void saysWhichPartOfTheSignatureIsMissing(String name) {
    for (JsonNode value : List.of(jsonOrText("0xzz"), jsonOrText("null"), jsonOrText("[]"))) {
      Shown shown = shown(VOTE);
      ((ObjectNode) shown.message()).set(name, value);

      assertThat(problem(shown).reason()).isEqualTo(Reason.SIGNATURE_MISSING);
      assertThat(problem(shown).detail()).startsWith(name + ": expected");
    }
  }

  @Test
  void saysThatThereIsNoSignature() {
    Shown shown = shown(VOTE);
    Shown unsigned = new Shown(shown.id(), shown.row(), MissingNode.getInstance(), Signed.SOURCE);

    assertThat(problem(unsigned).reason()).isEqualTo(Reason.SIGNATURE_MISSING);
  }

  @Test
  void refusesASignatureBeyondTheLimit() {
    Shown shown = shown(VOTE);
    ((ObjectNode) shown.message()).put("sig", "0x" + "00".repeat(65_537));

    assertThat(problem(shown).reason()).isEqualTo(Reason.SIGNATURE_MISSING);
  }

  @Test
  void takesAnEmptySignatureForASafe() {
    Shown shown = shown(VOTE);
    ((ObjectNode) shown.message()).put("sig", "0x");

    assertThat(read(shown)).isInstanceOf(RowOutcome.Signed.class);
  }

  @Test
  void takesNullForTheEmptyTextsOfOldRows() {
    Signed plain =
        Signed.of(
            SIGNER,
            TestSigner.VOTE,
            SIGNER.vote(PROPOSAL, 1, 5).put("reason", "").put("metadata", ""));
    FakeHub.Row row = new FakeHub(new Random(1)).show(plain, shown -> {});
    ((ObjectNode) row.row).putNull("reason").putNull("metadata");

    assertThat(read(new Shown(row.id, row.row, row.message, Signed.SOURCE)))
        .isEqualTo(new RowOutcome.Signed<>(plain.receivedVote()));
  }

  @Test
  void refusesAMessageBeyondTheLimit() {
    int size = MessageJson.write(VOTE.envelope().message()).length();
    HubSpace space = new HubSpace(TestSigner.SPACE, 31_337);

    assertThat(new RowReader(space, size).vote(PROPOSAL, shown(VOTE)))
        .isInstanceOf(RowOutcome.Signed.class);
    assertThat(new RowReader(space, size - 1).vote(PROPOSAL, shown(VOTE)))
        .isInstanceOf(RowOutcome.Unreadable.class);
  }

  /** No row, however odd, is more than unreadable. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesAnyRow(long seed) {
    OddJson odd = new OddJson(new Random(seed));
    for (int i = 0; i < 300; i++) {
      for (Signed signed : List.of(VOTE, MOTION)) {
        Shown shown = shown(signed);
        odd.spoil((ObjectNode) shown.row());
        odd.spoil((ObjectNode) shown.message());
        assertThat(read(shown)).isNotNull();
      }
    }
  }

  /** Replaces some values by odd ones. */
  private record OddJson(Random random) {
    void spoil(ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (int i = random.nextInt(3); i > 0; i--) {
        object.set(names.get(random.nextInt(names.size())), value());
      }
    }

    private JsonNode value() {
      List<String> values =
          List.of(
              "null",
              "true",
              "-1",
              "1e400",
              "-1e-400",
              "123456789012345678901234567890",
              "9007199254740993",
              "\"\"",
              "\"0x\"",
              "\"\\u0000\"",
              "\"\\ud800\"",
              "\"" + "9".repeat(42) + "\"",
              "[[[[[]]]]]",
              "[\"1\",1,null,256]",
              "{\"01\":1,\"\\u0000\":{\"1e0\":[1e400]}}");
      return JsonText.parse(values.get(random.nextInt(values.size())));
    }
  }
}
