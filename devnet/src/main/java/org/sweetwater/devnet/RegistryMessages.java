package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Sign;
import org.web3j.crypto.StructuredDataEncoder;

/** The EIP-712 messages that operators and nodes sign for the NodeRegistry. */
final class RegistryMessages {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<Map<String, String>> DOMAIN_FIELDS =
      List.of(
          field("name", "string"),
          field("version", "string"),
          field("chainId", "uint256"),
          field("verifyingContract", "address"));

  private final Map<String, Object> domain;

  RegistryMessages(Deployment deployment) {
    this.domain =
        Map.of(
            "name",
            "Sweetwater NodeRegistry",
            "version",
            "1",
            "chainId",
            deployment.chainId(),
            "verifyingContract",
            deployment.registry().checksummed());
  }

  /** An operator's word for a candidate. */
  NodeRegistry.Vouch vouch(Credentials voucher, Address candidate, BigInteger deadline) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("voucher", voucher.getAddress());
    message.put("candidate", candidate.checksummed());
    message.put("deadline", deadline.toString());
    List<Map<String, String>> fields =
        List.of(
            field("voucher", "address"),
            field("candidate", "address"),
            field("deadline", "uint256"));
    return new NodeRegistry.Vouch(
        voucher.getAddress(), deadline, sign("Vouch", fields, message, voucher));
  }

  /** A node's consent to be run by an operator. */
  byte[] registration(
      Credentials node, Address operator, Address telemetryKey, BigInteger deadline) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("operator", operator.checksummed());
    message.put("node", node.getAddress());
    message.put("telemetryKey", telemetryKey.checksummed());
    message.put("deadline", deadline.toString());
    List<Map<String, String>> fields =
        List.of(
            field("operator", "address"),
            field("node", "address"),
            field("telemetryKey", "address"),
            field("deadline", "uint256"));
    return sign("Register", fields, message, node);
  }

  private byte[] sign(
      String type,
      List<Map<String, String>> fields,
      Map<String, Object> message,
      Credentials signer) {
    Map<String, Object> typed =
        Map.of(
            "types", Map.of("EIP712Domain", DOMAIN_FIELDS, type, fields),
            "primaryType", type,
            "domain", domain,
            "message", message);
    try {
      byte[] digest =
          new StructuredDataEncoder(JSON.writeValueAsString(typed)).hashStructuredData();
      Sign.SignatureData signature = Sign.signMessage(digest, signer.getEcKeyPair(), false);
      return ByteBuffer.allocate(65)
          .put(signature.getR())
          .put(signature.getS())
          .put(signature.getV())
          .array();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> field(String name, String type) {
    return Map.of("name", name, "type", type);
  }
}
