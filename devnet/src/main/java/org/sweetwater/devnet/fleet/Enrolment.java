package org.sweetwater.devnet.fleet;

import java.math.BigInteger;
import org.sweetwater.oracle.cradle.SigningDomain;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * The calls that bring a node in, with the EIP-712 signature of its key; made by hand, since a
 * thousand signatures by way of JSON take half a minute.
 */
final class Enrolment {
  private static final Hash32 REGISTER_TYPE =
      SigningDomain.typeHash(
          "Register(address operator,address node,address telemetryKey,uint256 deadline)");
  private static final BigInteger NO_DEADLINE = BigInteger.TWO.pow(64);

  private final SigningDomain domain;

  Enrolment(Deployment deployment) {
    this.domain =
        new SigningDomain("Sweetwater NodeRegistry", deployment.chainId(), deployment.registry());
  }

  /** Registers a node for the operator who sends it. */
  Bytes register(Roster.Member node, Address operator) {
    Hash32 digest =
        domain.digest(
            SigningDomain.structHash(
                REGISTER_TYPE,
                operator.toWord(),
                node.address().toWord(),
                node.telemetryKey().toWord(),
                Hash32.fromUnsigned(NO_DEADLINE)));
    return CallData.of(
        NodeRegistry.FUNC_REGISTER,
        word(node.address()),
        word(node.telemetryKey()),
        new Uint256(NO_DEADLINE),
        new DynamicBytes(node.key().sign(digest).bytes()));
  }

  /** Gives a waiting node its voice. */
  static Bytes activate(Address node) {
    return CallData.of(NodeRegistry.FUNC_ACTIVATE, word(node));
  }

  private static org.web3j.abi.datatypes.Address word(Address address) {
    return new org.web3j.abi.datatypes.Address(address.lowerHex());
  }
}
