package org.sweetwater.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.devnet.Checkout;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

class ProposalFileTest {
  private static final Deployment DEPLOYMENT =
      new Deployment(
          31337,
          0,
          "sweetwater-devnet.eth",
          account(1),
          account(2),
          account(5),
          account(3),
          account(6),
          account(4),
          false);

  private static final String CALL =
      """
      call:
        contract: NodeRegistry
        function: admitByBallot
        arguments: ["0x00000000000000000000000000000000000000aa"]
      """;

  @TempDir private Path folder;

  private static Address account(int number) {
    return Address.parse("0x" + "%040x".formatted(number));
  }

  private ProposalFile read(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("p.yaml"), yaml);
    return ProposalFile.read(file, new CallWords(DEPLOYMENT).encoder());
  }

  @Test
  void readsTheShortestForm() throws IOException {
    ProposalFile file = read("title: Let them in\nbody: They run a node.\n" + CALL);

    assertThat(file.title()).isEqualTo("Let them in");
    assertThat(file.target()).isEqualTo(DEPLOYMENT.registry());
    assertThat(new CallWords(DEPLOYMENT).of(file.target(), file.data()))
        .isEqualTo(
            "NodeRegistry.admitByBallot(candidate=0x00000000000000000000000000000000000000AA)");
    assertThat(file.salt()).isEmpty();
    assertThat(file.snapshot()).isEmpty();
    assertThat(file.end()).isEmpty();
  }

  @Test
  void readsEveryKeyAndTheBodyOfAnotherFile() throws IOException {
    Files.writeString(folder.resolve("body.md"), "# Words\n");
    ProposalFile file =
        read(
            """
            title: "0x10"   # a text, not a number
            bodyFile: body.md
            discussion: https://forum.example/t/1
            call: {target: "0x00000000000000000000000000000000000000bb", data: 0x12345678}
            salt: 0x%s
            snapshot: 42
            end: 2026-12-01T18:00:00Z
            """
                .formatted("0a".repeat(32)));

    assertThat(file)
        .extracting(ProposalFile::title, ProposalFile::body, ProposalFile::discussion)
        .containsExactly("0x10", "# Words\n", "https://forum.example/t/1");
    assertThat(file.target()).isEqualTo(account(0xbb));
    assertThat(file.data().hex()).isEqualTo("0x12345678");
    assertThat(file.salt()).contains(Hash32.parse("0x" + "0a".repeat(32)));
    assertThat(file.snapshot()).contains(42L);
    assertThat(file.end()).contains(Instant.parse("2026-12-01T18:00:00Z"));
  }

  static Stream<Arguments> mistakes() {
    String words = "title: T\nbody: B\n";
    String call = "call: {contract: Cradle, function: approve, arguments: %s}\n";
    return Stream.of(
        Arguments.of("", "empty"),
        Arguments.of("just words", "p.yaml:1:1: expected keys and values"),
        Arguments.of(
            "title: T\nbdy: B\n" + CALL,
            "p.yaml:2:1: unknown key 'bdy'; expected one of title, body"),
        Arguments.of(
            "title: T\ntitle: U\nbody: B\n" + CALL, "p.yaml:2:1: key 'title' stands here twice"),
        Arguments.of("body: B\n" + CALL, "p.yaml:1:1: there is no 'title'"),
        Arguments.of("title: ' '\nbody: B\n" + CALL, "p.yaml:1:8: 'title' is empty"),
        Arguments.of("title: [T]\nbody: B\n" + CALL, "p.yaml:1:8: 'title': expected one text"),
        Arguments.of("title: T\n" + CALL, "p.yaml:1:1: expected either 'body' or 'bodyFile'"),
        Arguments.of("title: T\nbodyFile: none.md\n" + CALL, "p.yaml:2:11: bodyFile:"),
        Arguments.of(words, "p.yaml:1:1: there is no 'call'"),
        Arguments.of(words + "call: {}\n", "p.yaml:3:7: call: expected either contract, function"),
        Arguments.of(
            words + "call: {contract: Cradle, target: x}\n", "p.yaml:3:7: call: expected either"),
        Arguments.of(
            words + "call: {contract: Cradl, function: f}\n",
            "p.yaml:3:7: call: unknown contract Cradl"),
        Arguments.of(words + "call: {contract: Cradle, function: f}\n", "Cradle has no function f"),
        Arguments.of(
            words + call.formatted("[1]"), "p.yaml:3:7: call: expected 3 values: [id bytes32"),
        Arguments.of(
            words + call.formatted("[1, 2, 3]"), "p.yaml:3:57: arguments/0: expected bytes32"),
        Arguments.of(
            words + "call: {target: bob, data: 0x}\n", "p.yaml:3:16: target: expected 0x and 40"),
        Arguments.of(
            words + "call: {target: \"0x00000000000000000000000000000000000000bb\", data: 0x1}\n",
            "p.yaml:3:68: data: expected 0x and pairs"),
        Arguments.of(
            words + CALL + "salt: 12\n", "p.yaml:7:7: salt: expected 0x and 64 hex digits"),
        Arguments.of(
            words + CALL + "snapshot: latest\n",
            "p.yaml:7:11: snapshot: expected a block's number"),
        Arguments.of(words + CALL + "end: tomorrow\n", "p.yaml:7:6: end: expected a time in UTC"),
        Arguments.of("title: T\nbody: B\n  - x: [\n", "not YAML"),
        Arguments.of("a: &a [*a]\n", "p.yaml:1:1: unknown key 'a'"),
        Arguments.of(words + call.formatted("&a [*a, *a, *a]"), "expected at most 10 levels"),
        Arguments.of(
            "title: " + "T".repeat(257) + "\nbody: B\n" + CALL,
            "'title': expected at most 256 characters, found 257"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhereTheMistakeIsAndWhatWasExpected(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  @Test
  void theExamplesOfTheDocumentationAreRight() throws IOException {
    List<Path> examples;
    try (Stream<Path> files = Files.list(Checkout.find().root().resolve("docs/examples"))) {
      examples = files.filter(file -> file.toString().endsWith(".yaml")).toList();
    }

    assertThat(examples).isNotEmpty();
    assertThat(examples)
        .allSatisfy(
            file ->
                assertThat(ProposalFile.read(file, new CallWords(DEPLOYMENT).encoder()).body())
                    .isNotBlank());
  }

  @Test
  void saysThatThereIsNoFile() {
    Path file = folder.resolve("none.yaml");

    assertThatThrownBy(() -> ProposalFile.read(file, new CallWords(DEPLOYMENT).encoder()))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining("none.yaml: no such file");
  }
}
