package org.sweetwater.oracle.cradle.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.StructuredDataEncoder;

/** What nodes and attestors sign, against web3j's own reading of EIP-712; and its JSON. */
class SignedMessagesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final SigningKey KEY = TestSigner.of(101).key();
  private static final Hash32 ID = Hash32.keccak(new byte[] {7});
  private static final Deployment DEPLOYMENT =
      new Deployment(
          31_337,
          0,
          "test.eth",
          address(1),
          address(2),
          address(3),
          address(3),
          address(4),
          address(5),
          false);

  private static final Map<String, List<String>> TYPES =
      Map.of(
          "EIP712Domain",
              List.of(
                  "string name", "string version", "uint256 chainId", "address verifyingContract"),
          "MetricSet",
              List.of(
                  "uint8 present",
                  "uint64 latencyP99Micros",
                  "uint64 packetLossPpm",
                  "uint64 mttrMillis",
                  "uint64 deanonymisationRiskPpm",
                  "uint64 policyConsistencyPpm",
                  "uint64 routeStabilityPpm"),
          "NodeReport",
              List.of(
                  "bytes32 experimentId",
                  "uint8 wave",
                  "address node",
                  "uint64 measuredUntil",
                  "uint32 samples",
                  "MetricSet metrics"),
          "Breach",
              List.of(
                  "bytes32 experimentId",
                  "uint8 wave",
                  "uint8 metric",
                  "uint64 value",
                  "uint64 windowStart",
                  "uint64 windowEnd"),
          "Heartbeat", List.of("bytes32 experimentId", "uint8 wave", "bytes32 blockHash"));

  @Test
  void aNodesReportIsSignedAsWalletsDo() throws IOException {
    NodeReport report = report();
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("experimentId", ID.hex()).put("wave", 3).put("node", KEY.address().lowerHex());
    message.put("measuredUntil", 1_900_000_000L).put("samples", 40);
    ObjectNode metrics = message.putObject("metrics");
    metrics.put("present", 0b111011).put("latencyP99Micros", 90_000);
    metrics.put("packetLossPpm", 1).put("mttrMillis", 0).put("deanonymisationRiskPpm", 7);
    metrics.put("policyConsistencyPpm", 999_999).put("routeStabilityPpm", 950_000);
    assertSigned("NodeReport", message, report.signature());
    assertThat(report.isSignedByItsNode(DEPLOYMENT)).isTrue();
    assertThat(NodeReport.parse(report.toJson())).isEqualTo(report);
  }

  @Test
  void aBreachIsSignedAsWalletsDo() throws IOException {
    BreachReport.Breach breach = new BreachReport.Breach(ID, 2, 3, 60_000, 100, 200);
    BreachReport report = BreachReport.signAsNode(KEY, DEPLOYMENT, breach, 5);
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("experimentId", ID.hex()).put("wave", 2).put("metric", 3).put("value", 60_000);
    message.put("windowStart", 100).put("windowEnd", 200);
    assertSigned("Breach", message, report.signature());
    assertThat(report.signer(DEPLOYMENT)).contains(KEY.address());
    assertThat(BreachReport.parse(report.toJson())).isEqualTo(report);
    BreachReport ofAttestor = BreachReport.signAsAttestor(KEY, DEPLOYMENT, breach);
    assertThat(BreachReport.parse(ofAttestor.toJson())).isEqualTo(ofAttestor);
  }

  @Test
  void aHeartbeatIsSignedAsWalletsDo() throws IOException {
    Hash32 block = Hash32.keccak(new byte[] {8});
    Heartbeat heartbeat = Heartbeat.sign(KEY, DEPLOYMENT, ID, 1, new BlockRef(77, block));
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("experimentId", ID.hex()).put("wave", 1).put("blockHash", block.hex());
    assertSigned("Heartbeat", message, heartbeat.signature());
    assertThat(heartbeat.signer(DEPLOYMENT)).contains(KEY.address());
  }

  @Test
  void takesNoSignatureThatTheContractWouldRefuse() {
    NodeReport report = report();
    byte[] signature = report.signature().bytes();
    byte[] otherV = signature.clone();
    otherV[64] = (byte) (otherV[64] - 27);
    byte[] highS = signature.clone();
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    BigInteger s = order.subtract(new BigInteger(1, signature, 32, 32));
    System.arraycopy(Hash32.fromUnsigned(s).bytes(), 0, highS, 32, 32);
    highS[64] = (byte) (55 - signature[64]);
    for (byte[] bytes : List.of(otherV, highS)) {
      NodeReport twin = new NodeReport(report.measurement(), Bytes.of(bytes));
      assertThat(twin.signer(DEPLOYMENT)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wave|0|wave",
        "wave|5|report.wave",
        "wave|\"1\"|report.wave",
        "wave|1.0|report.wave",
        "wave|1e0|report.wave",
        "position|-1|report.position",
        "position|4294967296|report.position",
        "measuredUntil|9223372036854775808|report.measuredUntil",
        "measuredUntil|1e400|report.measuredUntil",
        "samples|true|report.samples",
        "node|\"0x12\"|report.node",
        "node|null|report.node",
        "experimentId|\"\"|report.experimentId",
        "signature|\"0x\"|report.signature",
        "metrics|[]|report.metrics",
        "metrics|{\"present\":1}|report.metrics",
        "metrics|{\"mttrMillis\":-1}|report.metrics.mttrMillis",
        "extra|1|unknown field",
      })
  void namesTheFieldThatIsWrong(String field, String value, String named)
      throws JsonProcessingException {
    ObjectNode json = report().toJson();
    json.set(field, JSON.readTree(value));
    assertThatThrownBy(() -> NodeReport.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
    json.remove(field);
    if (!field.equals("extra")) {
      assertThatThrownBy(() -> NodeReport.parse(json)).hasMessageContaining("found nothing");
    }
  }

  private static NodeReport report() {
    Map<Metric, Long> metrics = new EnumMap<>(Metric.class);
    metrics.put(Metric.LATENCY_P99, 90_000L);
    metrics.put(Metric.PACKET_LOSS, 1L);
    metrics.put(Metric.DEANONYMISATION_RISK, 7L);
    metrics.put(Metric.POLICY_CONSISTENCY, 999_999L);
    metrics.put(Metric.ROUTE_STABILITY, 950_000L);
    return NodeReport.sign(
        KEY,
        DEPLOYMENT,
        new NodeReport.Measurement(
            ID, 3, KEY.address(), 6, 1_900_000_000L, 40, new MetricSet(metrics)));
  }

  private static void assertSigned(String type, JsonNode message, Bytes signature)
      throws IOException {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("primaryType", type).set("message", message);
    ObjectNode domain = data.putObject("domain");
    domain.put("name", "Sweetwater Canary").put("version", "1").put("chainId", 31_337);
    domain.put("verifyingContract", DEPLOYMENT.canary().lowerHex());
    ObjectNode types = data.putObject("types");
    TYPES.forEach(
        (name, fields) -> {
          ArrayNode array = types.putArray(name);
          for (String field : fields) {
            int space = field.indexOf(' ');
            array
                .addObject()
                .put("name", field.substring(space + 1))
                .put("type", field.substring(0, space));
          }
        });
    Hash32 digest =
        Hash32.of(new StructuredDataEncoder(JSON.writeValueAsString(data)).hashStructuredData());
    assertThat(Signatures.recover(digest, signature).orElseThrow().signer())
        .isEqualTo(KEY.address());
  }

  private static Address address(int number) {
    return Address.fromWord(Hash32.fromUnsigned(BigInteger.valueOf(number)));
  }
}
