package org.sweetwater.indexer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.contracts.AccessManager;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.abi.datatypes.generated.Uint8;

final class CallDecoderTest {
  private static final Address REGISTRY = account(1);
  private static final Address BALLOT = account(2);
  private static final Address CRADLE = account(3);
  private static final Address AUTHORITY = account(4);
  private static final Address ODD = account(5);
  private static final Hash32 HASH = Hash32.keccak(new byte[] {1});

  private final CallDecoder decoder =
      new CallDecoder(
          Map.of(
              REGISTRY, NodeRegistry.class,
              BALLOT, SnapshotBallot.class,
              CRADLE, Cradle.class,
              AUTHORITY, AccessManager.class,
              ODD, OddContract.class));

  @Test
  void saysWhatABallotApproves() {
    Bytes data =
        encoded(
            "approve",
            new Bytes32(HASH.bytes()),
            new Bytes32(HASH.bytes()),
            new Bytes32(HASH.bytes()));
    assertThat(decoder.decode(CRADLE, data))
        .contains(
            new DecodedCall(
                "Cradle",
                "approve",
                List.of(
                    new DecodedCall.Argument("id", "bytes32", HASH.hex()),
                    new DecodedCall.Argument("specHash", "bytes32", HASH.hex()),
                    new DecodedCall.Argument("resultHash", "bytes32", HASH.hex()))));
  }

  @Test
  void writesListsAndStructsAsJson() {
    DynamicArray<org.web3j.abi.datatypes.Address> attestors =
        new DynamicArray<>(
            org.web3j.abi.datatypes.Address.class,
            new org.web3j.abi.datatypes.Address(account(7).lowerHex()),
            new org.web3j.abi.datatypes.Address(account(8).lowerHex()));
    assertThat(argumentsOf(CRADLE, encoded("setAttestors", new Uint32(1), attestors, new Uint8(3))))
        .extracting(DecodedCall.Argument::value)
        .containsExactly("1", "[\"%s\",\"%s\"]".formatted(account(7), account(8)), "3");

    BigInteger seven = BigInteger.valueOf(7);
    SnapshotBallot.Track track =
        new SnapshotBallot.Track(seven, seven, seven, seven, seven, true, seven);
    DecodedCall.Argument next =
        argumentsOf(BALLOT, encoded("setTrack", new Uint8(1), new Uint32(2), track)).getLast();
    assertThat(next.name()).isEqualTo("next");
    assertThat(next.type()).isEqualTo("(uint64,uint64,uint64,uint16,uint32,bool,uint32)");
    assertThat(next.value())
        .isEqualTo(
            "{\"window\":\"7\",\"grace\":\"7\",\"delay\":\"7\",\"quorumBps\":\"7\",\"votersMin\":\"7\",\"twoThirds\":true,\"version\":\"7\"}");
  }

  @Test
  void readsTypesOfEveryKind() {
    String head =
        "%s%s%s%s"
            .formatted(
                "ff".repeat(31) + "fe", // -2
                word(4 * 32),
                word(6 * 32),
                word(11 * 32));
    String text = word(2) + "6869" + "00".repeat(30);
    String pairs = word(2) + word(1) + word(2) + word(3) + word(4);
    String struct =
        word(3 * 32)
            + "aabbcc"
            + "00".repeat(29)
            + word(5 * 32)
            + (word(1) + "99" + "00".repeat(31))
            + (word(2) + word(1) + word(0));
    Bytes data =
        Bytes.parse(
            selector("odd(int8,string,uint16[2][],(bytes,bytes3,bool[]))").hex()
                + head
                + text
                + pairs
                + struct);
    assertThat(argumentsOf(ODD, data))
        .extracting(DecodedCall.Argument::value)
        .containsExactly(
            "-2",
            "hi",
            "[[\"1\",\"2\"],[\"3\",\"4\"]]",
            "{\"blob\":\"0x99\",\"1\":\"0xaabbcc\",\"flags\":[true,false]}");
  }

  @Test
  void knowsNothingOfOtherTargetsAndFunctions() {
    assertThat(decoder.decode(Address.ZERO, encoded("approve"))).isEmpty();
    assertThat(decoder.decode(CRADLE, Bytes.parse("0x01020304"))).isEmpty();
    assertThat(decoder.decode(CRADLE, Bytes.parse("0x0102"))).isEmpty();
  }

  @Test
  void truncatedArgumentsAreNotDecoded() {
    Bytes whole =
        encoded(
            "approve",
            new Bytes32(HASH.bytes()),
            new Bytes32(HASH.bytes()),
            new Bytes32(HASH.bytes()));
    assertThat(decoder.decode(CRADLE, whole.slice(0, whole.size() - 1))).isEmpty();
  }

  @Test
  void dataThatPointsAtItselfCostsNoMoreThanTheLimit() {
    // Each list of lists has 40 members that are all the same list: 40 * 40 * 40 values and more.
    int members = 40;
    StringBuilder words = new StringBuilder(word(32));
    for (int depth = 0; depth < 2; depth++) {
      words.append(word(members));
      for (int i = 0; i < members; i++) {
        words.append(word(members * 32));
      }
    }
    words.append(word(members)).append(word(5).repeat(members));
    Bytes data = Bytes.parse(selector("deep(uint256[][][])").hex() + words);
    assertThat(decoder.decode(ODD, data)).isEmpty();
  }

  @Test
  void randomBytesNeverFail() {
    Random random = new Random(3);
    Bytes selector = selector("odd(int8,string,uint16[2][],(bytes,bytes3,bool[]))");
    for (int i = 0; i < 5_000; i++) {
      byte[] data = new byte[4 + 32 * random.nextInt(16)];
      for (int word = 0; word < data.length / 32; word++) {
        data[4 + 32 * word + 31] =
            (byte) (random.nextBoolean() ? 32 * random.nextInt(12) : random.nextInt(4));
      }
      System.arraycopy(selector.bytes(), 0, data, 0, 4);
      Optional<DecodedCall> call = decoder.decode(ODD, Bytes.of(data));
      call.ifPresent(decoded -> assertThat(decoded.arguments()).hasSize(4));
    }
  }

  private List<DecodedCall.Argument> argumentsOf(Address target, Bytes data) {
    return decoder.decode(target, data).orElseThrow().arguments();
  }

  private static Bytes encoded(String function, Type<?>... arguments) {
    return Bytes.parse(
        FunctionEncoder.encode(new Function(function, List.of(arguments), List.of())));
  }

  private static Bytes selector(String signature) {
    byte[] hash = Hash32.keccak(signature.getBytes(StandardCharsets.US_ASCII)).bytes();
    return Bytes.of(hash).slice(0, 4);
  }

  private static Address account(int number) {
    return Address.parse("0x%040x".formatted(number));
  }

  private static String word(int value) {
    return "%064x".formatted(value);
  }
}
