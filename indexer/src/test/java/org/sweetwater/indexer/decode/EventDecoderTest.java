package org.sweetwater.indexer.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.indexer.FakeLogs;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.contracts.Canary;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.SnapshotBallot;

final class EventDecoderTest {
  /** Events of OpenZeppelin's that no projection needs, and plans, which nobody asks us for. */
  private static final Set<String> KEPT_RAW =
      Set.of("AuthorityUpdated", "EIP712DomainChanged", "DelegateChanged", "WavesPlanned");

  private final EventDecoder decoder =
      new EventDecoder(FakeLogs.REGISTRY, FakeLogs.BALLOT, FakeLogs.CRADLE, FakeLogs.CANARY);

  record AbiEvent(Address contract, JsonNode abi) {
    @Override
    public String toString() {
      return abi.path("name").asText();
    }

    String signature() {
      return abi.path("name").asText() + types(abi.path("inputs"));
    }

    private static String types(JsonNode fields) {
      List<String> types = new ArrayList<>();
      fields.forEach(field -> types.add(typeOf(field)));
      return "(" + String.join(",", types) + ")";
    }

    static String typeOf(JsonNode field) {
      return field.path("type").asText().equals("tuple")
          ? types(field.path("components"))
          : field.path("type").asText();
    }
  }

  static Stream<AbiEvent> events() throws IOException {
    List<AbiEvent> events = new ArrayList<>();
    for (var contract :
        List.of(
            java.util.Map.entry(FakeLogs.REGISTRY, NodeRegistry.class),
            java.util.Map.entry(FakeLogs.BALLOT, SnapshotBallot.class),
            java.util.Map.entry(FakeLogs.CRADLE, Cradle.class),
            java.util.Map.entry(FakeLogs.CANARY, Canary.class))) {
      Class<?> type = contract.getValue();
      try (var in = type.getResourceAsStream(type.getSimpleName() + ".json")) {
        for (JsonNode entry : new ObjectMapper().readTree(in)) {
          if (entry.path("type").asText().equals("event")
              && !KEPT_RAW.contains(entry.path("name").asText())) {
            events.add(new AbiEvent(contract.getKey(), entry));
          }
        }
      }
    }
    return events.stream();
  }

  @Test
  void theCompiledContractsHaveEveryEventThatWeKnow() throws IOException {
    assertThat(events().map(AbiEvent::signature))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(EventForm.REGISTRY, EventForm.BALLOT, EventForm.CRADLE, EventForm.CANARY)
                .flatMap(forms -> forms.values().stream())
                .map(EventForm::signature)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsWhatTheAbiSaysAndNothingElse(AbiEvent event) {
    Random random = new Random(event.signature().hashCode());
    for (int i = 0; i < 50; i++) {
      LogEntry log = randomLog(event, random);
      ContractEvent decoded = decoder.decode(log);

      assertThat(decoded.getClass().getSimpleName()).isEqualTo(event.toString());
      FakeLogs.Emitted again = FakeLogs.encode(decoded);
      assertThat(again.contract()).isEqualTo(log.address());
      assertThat(again.topics()).isEqualTo(log.topics());
      assertThat(again.data()).isEqualTo(log.data());
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void anyOtherLengthIsMalformedAndNamesTheLog(AbiEvent event) {
    LogEntry log = randomLog(event, new Random(1));
    byte[] longer = new byte[log.data().size() + 32];
    System.arraycopy(log.data().bytes(), 0, longer, 0, log.data().size());
    List<Hash32> fewerTopics = log.topics().subList(0, log.topics().size() - 1);

    assertMalformed(with(log, log.topics(), Bytes.of(longer)), event);
    if (fewerTopics.isEmpty()) {
      assertThat(decoder.decode(with(log, fewerTopics, log.data()))).isEqualTo(new UnknownEvent());
    } else {
      assertMalformed(with(log, fewerTopics, log.data()), event);
    }
    if (!log.data().isEmpty()) {
      assertMalformed(with(log, log.topics(), log.data().slice(0, log.data().size() - 1)), event);
    }
  }

  @Test
  void randomBytesNeverGiveAnythingButAnEventOrAMalformedLog() throws IOException {
    List<AbiEvent> events = events().toList();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      AbiEvent event = events.get(random.nextInt(events.size()));
      LogEntry log = randomLog(event, random);
      byte[] data = log.data().bytes();
      for (int flips = random.nextInt(4); flips > 0 && data.length > 0; flips--) {
        data[random.nextInt(data.length)] = (byte) random.nextInt();
      }
      LogEntry garbled = with(log, log.topics(), Bytes.of(data));
      try {
        decoder.decode(garbled);
      } catch (MalformedLogException named) {
        assertThat(named).hasMessageContaining(log.transactionHash().hex());
      }
    }
  }

  @Test
  void unknownTopicsAreKeptRaw() {
    LogEntry log = randomLog(anyEvent(), new Random(1));
    assertThat(decoder.decode(with(log, List.of(Hash32.ZERO), Bytes.EMPTY)))
        .isEqualTo(new UnknownEvent());
    assertThat(decoder.decode(with(log, List.of(), Bytes.EMPTY))).isEqualTo(new UnknownEvent());
  }

  @Test
  void aLogOfAnotherContractIsAMistakeOfOurs() {
    LogEntry log = randomLog(anyEvent(), new Random(1));
    LogEntry foreign =
        new LogEntry(
            log.block(), log.transactionHash(), 0, 0, Address.ZERO, log.topics(), log.data());
    assertThatThrownBy(() -> decoder.decode(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Address.ZERO.toString());
  }

  private static AbiEvent anyEvent() {
    try {
      return events().findFirst().orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void assertMalformed(LogEntry log, AbiEvent event) {
    assertThatThrownBy(() -> decoder.decode(log))
        .isInstanceOf(MalformedLogException.class)
        .hasMessageContaining("log 3 of transaction " + log.transactionHash())
        .hasMessageContaining(event.signature())
        .message()
        .hasLineCount(1);
  }

  private static LogEntry with(LogEntry log, List<Hash32> topics, Bytes data) {
    return new LogEntry(
        log.block(),
        log.transactionHash(),
        log.transactionIndex(),
        log.logIndex(),
        log.address(),
        topics,
        data);
  }

  /** Encodes random values by the ABI alone, apart from what decoder and FakeLogs believe. */
  private static LogEntry randomLog(AbiEvent event, Random random) {
    List<Hash32> topics = new ArrayList<>();
    topics.add(Hash32.keccak(event.signature().getBytes(StandardCharsets.US_ASCII)));
    List<JsonNode> inData = new ArrayList<>();
    for (JsonNode field : event.abi().path("inputs")) {
      if (field.path("indexed").asBoolean()) {
        topics.add(Hash32.parse("0x" + randomWord(field, random)));
      } else {
        inData.add(field);
      }
    }
    return new LogEntry(
        new BlockRef(5, Hash32.keccak(new byte[] {5})),
        Hash32.keccak(new byte[] {6}),
        2,
        3,
        event.contract(),
        topics,
        Bytes.parse("0x" + randomData(inData, random)));
  }

  private static String randomData(List<JsonNode> fields, Random random) {
    int headWords = fields.stream().mapToInt(EventDecoderTest::headWords).sum();
    StringBuilder head = new StringBuilder();
    StringBuilder tail = new StringBuilder();
    for (JsonNode field : fields) {
      switch (field.path("type").asText()) {
        case "address[]" -> {
          head.append(word(BigInteger.valueOf(headWords * 32L + tail.length() / 2)));
          int length = random.nextInt(4);
          tail.append(word(BigInteger.valueOf(length)));
          for (int i = 0; i < length; i++) {
            tail.append(word(new BigInteger(160, random)));
          }
        }
        case "bytes" -> {
          head.append(word(BigInteger.valueOf(headWords * 32L + tail.length() / 2)));
          byte[] bytes = new byte[random.nextInt(80)];
          random.nextBytes(bytes);
          tail.append(word(BigInteger.valueOf(bytes.length)))
              .append(Bytes.of(bytes).hex().substring(2))
              .append("00".repeat((32 - bytes.length % 32) % 32));
        }
        case "tuple" -> field.path("components").forEach(c -> head.append(randomWord(c, random)));
        default -> head.append(randomWord(field, random));
      }
    }
    return head.toString() + tail;
  }

  private static int headWords(JsonNode field) {
    return field.path("type").asText().equals("tuple") ? field.path("components").size() : 1;
  }

  private static String randomWord(JsonNode field, Random random) {
    String name = field.path("name").asText();
    return switch (AbiEvent.typeOf(field)) {
      case "address" -> word(new BigInteger(160, random));
      case "bool" -> word(new BigInteger(1, random));
      case "bytes32" -> word(new BigInteger(256, random));
      case "bytes4" -> word(new BigInteger(32, random).shiftLeft(224));
      case "uint8" ->
          word(
              switch (name) {
                case "choice" -> BigInteger.valueOf(1 + random.nextInt(3));
                case "verdict" -> BigInteger.valueOf(1 + random.nextInt(2));
                case "reason" ->
                    BigInteger.valueOf(1 + random.nextInt(RollbackReason.values().length));
                case "metric" -> BigInteger.valueOf(random.nextInt(MetricSet.COUNT));
                default -> bits(8, random);
              });
      case "uint16" -> word(bits(16, random));
      case "uint32" -> word(bits(32, random));
      // The contracts keep all but these within 40 bits.
      case "uint64" -> word(bits(isFree(name) ? 64 : 40, random));
      case "uint256" -> word(bits(31, random));
      default -> throw new IllegalStateException("a new type: " + field);
    };
  }

  private static boolean isFree(String name) {
    return name.equals("until")
        || name.equals("value")
        || name.endsWith("Ppm")
        || name.endsWith("Micros")
        || name.endsWith("Millis");
  }

  private static BigInteger bits(int bits, Random random) {
    return new BigInteger(bits, random);
  }

  private static String word(BigInteger value) {
    return "%064x".formatted(value);
  }
}
