package org.sweetwater.indexer.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Bytes32;

class CallEncoderTest {
  private static final Address CRADLE = Address.parse("0x" + "00".repeat(19) + "03");
  private static final Address ODD = Address.parse("0x" + "00".repeat(19) + "05");
  private static final Address REGISTRY = Address.parse("0x" + "00".repeat(19) + "01");
  private static final Hash32 HASH = Hash32.keccak(new byte[] {1});
  private static final Map<Address, Class<?>> CONTRACTS =
      Map.of(CRADLE, Cradle.class, ODD, OddContract.class, REGISTRY, NodeRegistry.class);

  private final CallEncoder encoder = new CallEncoder(CONTRACTS);
  private final CallDecoder decoder = new CallDecoder(CONTRACTS);

  private static JsonNode json(String text) {
    try {
      return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void encodesAsWeb3jDoes() {
    String arguments = "['%1$s', '%1$s', '%1$s']".formatted(HASH);
    CallEncoder.Encoded call = encoder.encode("Cradle", "approve", json(arguments));

    Bytes32 word = new Bytes32(HASH.bytes());
    Function function = new Function("approve", List.of(word, word, word), List.of());
    assertThat(call.target()).isEqualTo(CRADLE);
    assertThat(call.data().hex()).isEqualTo(FunctionEncoder.encode(function));
  }

  @Test
  void takesArgumentsByNameInAnyOrder() {
    String byName = "{'resultHash': '%1$s', 'id': '%1$s', 'specHash': '%1$s'}".formatted(HASH);

    assertThat(encoder.encode("Cradle", "approve", json(byName)))
        .isEqualTo(
            encoder.encode("Cradle", "approve", json("['%1$s', '%1$s', '%1$s']".formatted(HASH))));
  }

  @Test
  void isTheInverseOfTheDecoderForEveryKindOfType() {
    String struct = "['0x0102', '0xabcdef', ['true', 'false']]";
    String arguments = "['-128', 'grüße', [['1','2'],['65535','0']], %s]".formatted(struct);
    DecodedCall call =
        decoder
            .decode(ODD, encoder.encode("OddContract", "odd", json(arguments)).data())
            .orElseThrow();

    assertThat(call.arguments())
        .extracting(DecodedCall.Argument::value)
        .containsExactly(
            "-128",
            "grüße",
            "[[\"1\",\"2\"],[\"65535\",\"0\"]]",
            "{\"blob\":\"0x0102\",\"1\":\"0xabcdef\",\"flags\":[true,false]}");
  }

  @Test
  void encodesListsInLists() {
    String arguments = "[[[['1'], []], [], [['2', '3']]]]";
    assertThat(
            decoder
                .decode(ODD, encoder.encode("OddContract", "deep", json(arguments)).data())
                .orElseThrow()
                .arguments())
        .extracting(DecodedCall.Argument::value)
        .containsExactly("[[[\"1\"],[]],[],[[\"2\",\"3\"]]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nowhere | approve | [] | '' | Cradle, NodeRegistry, OddContract",
        "Cradle | aprove | [] | '' | approve(bytes32,bytes32,bytes32)",
        "Cradle | approve | [] | '' | expected 3 values: [id bytes32",
        "Cradle | approve | {'id': '0x'} | '' | there is no specHash",
        "Cradle | approve | ['0x12','0x12','0x12'] | /0 | expected bytes32 (0x and 64 hex digits)",
        "Cradle | approve | ['a','b','c'] | /0 | pairs of hex digits",
        "NodeRegistry | admitByBallot | ['0x5'] | /0 | expected an address",
        "NodeRegistry | admitByBallot | ['0x14DC79964da2c08b23698b3d3cc7ca32193d9955'] | /0 | EIP-55",
        "NodeRegistry | suspendByBallot | {'node': '0x0000000000000000000000000000000000000001', 'until': '1e3'} | /until | whole number",
        "NodeRegistry | suspendByBallot | {'node': '0x0000000000000000000000000000000000000001', 'until': '-1'} | /until | 0 to 2^64 - 1",
        "NodeRegistry | suspendByBallot | {'nod': '0x0000000000000000000000000000000000000001', 'until': '1'} | /nod | node address",
        "OddContract | odd | ['128', '', [], ['0x','0x000000',[]]] | /0 | -2^7 to 2^7 - 1",
        "OddContract | odd | ['1', '', [['1']], ['0x','0x000000',[]]] | /2/0 | expected uint16[2]",
        "OddContract | odd | ['1', '', [], ['0x','0x000000',['yes']]] | /3/2/0 | true or false",
        "OddContract | odd | ['1', '', [], ['0x','0x0000',[]]] | /3/1 | bytes3",
        "OddContract | odd | ['1', [], [], ['0x','0x000000',[]]] | /1 | one value of type string",
        "OddContract | odd | ['1', '', 'x', ['0x','0x000000',[]]] | /2 | a list of uint16[2][]",
        "OddContract | odd | ['1', '', [], 'x'] | /3 | found one text",
      })
  void saysWhereAndWhatDoesNotFit(
      String contract, String function, String arguments, String pointer, String message) {
    assertThatThrownBy(() -> encoder.encode(contract, function, json(arguments)))
        .isInstanceOfSatisfying(
            MalformedArgumentException.class, e -> assertThat(e.pointer()).isEqualTo(pointer))
        .hasMessageContaining(message);
  }
}
