package org.sweetwater.devnet.fleet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * The calls that bring a node in, with the EIP-712 signature of its key; made by hand, since a
 * thousand signatures by way of JSON take half a minute.
 */
final class Enrolment {
  private static final Hash32 DOMAIN_TYPE =
      keccak("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final Hash32 REGISTER_TYPE =
      keccak("Register(address operator,address node,address telemetryKey,uint256 deadline)");
  private static final BigInteger NO_DEADLINE = BigInteger.TWO.pow(64);

  private final Hash32 domain;

  Enrolment(Deployment deployment) {
    this.domain =
        hash(
            DOMAIN_TYPE,
            keccak("Sweetwater NodeRegistry"),
            keccak("1"),
            Hash32.fromUnsigned(BigInteger.valueOf(deployment.chainId())),
            deployment.registry().toWord());
  }

  /** Registers a node for the operator who sends it. */
  Bytes register(Roster.Member node, Address operator) {
    Hash32 struct =
        hash(
            REGISTER_TYPE,
            operator.toWord(),
            node.address().toWord(),
            node.telemetryKey().toWord(),
            Hash32.fromUnsigned(NO_DEADLINE));
    Hash32 digest =
        Hash32.keccak(
            ByteBuffer.allocate(2 + 2 * Hash32.LENGTH)
                .put((byte) 0x19)
                .put((byte) 0x01)
                .put(domain.bytes())
                .put(struct.bytes())
                .array());
    return encode(
        NodeRegistry.FUNC_REGISTER,
        word(node.address()),
        word(node.telemetryKey()),
        new Uint256(NO_DEADLINE),
        new DynamicBytes(node.key().sign(digest).bytes()));
  }

  /** Gives a waiting node its voice. */
  static Bytes activate(Address node) {
    return encode(NodeRegistry.FUNC_ACTIVATE, word(node));
  }

  private static org.web3j.abi.datatypes.Address word(Address address) {
    return new org.web3j.abi.datatypes.Address(address.lowerHex());
  }

  @SuppressWarnings("rawtypes") // web3j's own signature
  private static Bytes encode(String name, Type<?>... inputs) {
    return Bytes.parse(
        FunctionEncoder.encode(new Function(name, List.<Type>of(inputs), List.of())));
  }

  private static Hash32 hash(Hash32... words) {
    ByteBuffer buffer = ByteBuffer.allocate(words.length * Hash32.LENGTH);
    for (Hash32 word : words) {
      buffer.put(word.bytes());
    }
    return Hash32.keccak(buffer.array());
  }

  private static Hash32 keccak(String text) {
    return Hash32.keccak(text.getBytes(StandardCharsets.UTF_8));
  }
}
