package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.oracle.message.Vectors.Vector;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** Everything that the vectors of the public client state, recomputed. */
class VectorsTest {
  /** Refused by our parser, as by the sequencer. */
  private static final Set<String> REFUSED =
      Set.of("vote-from-lowercase", "neg-domain-version", "neg-types-without-choice");

  static Stream<Vector> vectors() {
    return Vectors.all();
  }

  static Stream<Vector> accepted() {
    return Vectors.all().filter(vector -> !REFUSED.contains(vector.text("id")));
  }

  @Test
  void thereAreSixtySevenVectors() {
    assertThat(vectors()).hasSize(67);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hashesAsTheClientDoes(Vector vector) throws Exception {
    TypeSet types = TypeSet.of(vector.text("encodeType"));
    Domain domain = Domain.read(vector.data().path("domain"));
    JsonNode message = vector.data().path("message");

    assertThat(hex(types.typeHash())).isEqualTo(vector.text("typeHash"));
    assertThat(domain.separator().hex()).isEqualTo(vector.text("domainSeparator"));
    assertThat(hex(Eip712.structHash(types, message))).isEqualTo(vector.text("structHash"));
    assertThat(Eip712.digest(domain.separator().bytes(), types, message).hex())
        .isEqualTo(vector.text("digest"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whitelistsByTypeSet(Vector vector) throws Exception {
    TypeSet types = TypeSet.of(vector.text("encodeType"));
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    assertThat(HexFormat.of().formatHex(sha256.digest(types.json().getBytes(UTF_8))))
        .isEqualTo(vector.text("typesSha256"));

    Optional<Whitelist.Entry> entry = Whitelist.find(types.json());
    assertThat(entry.isPresent()).isEqualTo(vector.json().path("typesWhitelisted").asBoolean());
    entry.ifPresent(
        found -> assertThat(found.kind().snapshotName()).isEqualTo(vector.text("kind")));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void recoversTheSignerAsEthersDoes(Vector vector) {
    String signature = vector.json().path("envelope").path("sig").asText();
    Hash32 digest = Hash32.parse(vector.text("digest"));
    Optional<Address> recovered =
        Signatures.recover(digest, signature).map(Signatures.Recovered::signer);
    assertThat(recovered)
        .isEqualTo(
            vector.json().path("recovered").isNull()
                ? Optional.empty()
                : Optional.of(Address.parse(vector.text("recovered"))));

    Address claimed = Address.parse(vector.text("envelopeAddress"));
    boolean valid =
        Signatures.check(digest, signature, claimed) instanceof SignatureOutcome.SignedByKey;
    assertThat(valid).isEqualTo(vector.json().path("valid").asBoolean());
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void pinsTheTextThatTheSequencerPins(Vector vector) {
    Envelope envelope = envelope(vector);
    byte[] pinned = envelope.pinnedJson().getBytes(UTF_8);

    assertThat(envelope.pinnedJson()).isEqualTo(vector.text("ipfsJson"));
    assertThat(Cid.v1Raw(pinned)).isEqualTo(vector.text("cidV1Raw"));
    assertThat(Cid.v0(pinned)).isEqualTo(vector.text("cidV0"));
    assertThat(Cid.matches(vector.text("cidV0"), pinned)).isTrue();
    assertThat(Cid.matches(vector.text("cidV1Raw"), pinned)).isTrue();
    assertThat(envelope.message().id().hex()).isEqualTo(vector.text("digest"));
    assertThat(envelope.message().kind().snapshotName()).isEqualTo(vector.text("kind"));
    assertThat(envelope.message().from()).isEqualTo(vector.text("from"));
    assertThat(Envelope.parse(pinned)).isEqualTo(new EnvelopeOutcome.Parsed(envelope));
  }

  @Test
  void refusesWhatTheSequencerRefuses() {
    assertThat(reason("vote-from-lowercase"))
        .isEqualTo(EnvelopeOutcome.Reason.WRONG_ENVELOPE_FORMAT);
    assertThat(reason("neg-domain-version")).isEqualTo(EnvelopeOutcome.Reason.WRONG_DOMAIN);
    assertThat(reason("neg-types-without-choice")).isEqualTo(EnvelopeOutcome.Reason.WRONG_TYPES);
  }

  /** The contract demands a low s; whatever form came in, the same signature comes out. */
  @Test
  void bringsEveryFormOfASignatureToOneNormalForm() {
    Set<CompactSignature> forms =
        Stream.of("sig-v01", "sig-eip2098", "sig-high-s")
            .map(Vectors::named)
            .map(VectorsTest::compact)
            .collect(Collectors.toSet());
    assertThat(forms).hasSize(1);
    CompactSignature form = forms.iterator().next();
    Vector compact = Vectors.named("sig-eip2098");
    assertThat("0x" + HexFormat.of().formatHex(form.bytes()))
        .isEqualTo(compact.json().path("envelope").path("sig").asText());
  }

  @Test
  void signsReceiptsAsTheRelayerDoes() {
    SigningKey relayer = SigningKey.parse(Vectors.privateKey(9));
    Vectors.receipts()
        .forEach(
            receipt -> {
              assertThat(relayer.address().checksummed())
                  .isEqualTo(receipt.path("relayer").asText());
              assertThat(relayer.personalSign(receipt.path("sig").asText()).hex())
                  .isEqualTo(receipt.path("receipt").asText());
            });
    assertThat(Vectors.receipts()).hasSize(4);
  }

  private static CompactSignature compact(Vector vector) {
    return Signatures.recover(
            Hash32.parse(vector.text("digest")),
            vector.json().path("envelope").path("sig").asText())
        .orElseThrow()
        .signature();
  }

  private static EnvelopeOutcome.Reason reason(String id) {
    EnvelopeOutcome outcome = Envelope.parse(Vectors.named(id).envelopeBytes());
    assertThat(outcome).isInstanceOf(EnvelopeOutcome.Refused.class);
    return ((EnvelopeOutcome.Refused) outcome).reason();
  }

  static Envelope envelope(Vector vector) {
    EnvelopeOutcome outcome = Envelope.parse(vector.envelopeBytes());
    assertThat(outcome).isInstanceOf(EnvelopeOutcome.Parsed.class);
    return ((EnvelopeOutcome.Parsed) outcome).envelope();
  }

  private static String hex(byte[] bytes) {
    return Hash32.of(bytes).hex();
  }
}
