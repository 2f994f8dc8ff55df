package org.sweetwater.oracle.cradle.canary;

import java.util.List;
import java.util.stream.Stream;
import org.sweetwater.oracle.cradle.SigningDomain;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.contracts.Cradle;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;

/** Attestations of results that nobody measured. */
final class Attestations {
  private Attestations() {}

  @SuppressWarnings("rawtypes") // web3j's own signature
  static Bytes attest(
      Deployment deployment,
      Hash32 id,
      Hash32 seed,
      Hash32 resultHash,
      DynamicArray<Cradle.MetricSet> runs,
      Hash32 artefact) {
    Hash32 digest =
        new SigningDomain("Sweetwater Cradle", deployment.chainId(), deployment.cradle())
            .digest(
                SigningDomain.structHash(
                    SigningDomain.typeHash(
                        "Attestation(bytes32 experimentId,bytes32 seed,bytes32 resultHash)"),
                    id,
                    seed,
                    resultHash));
    List<DynamicBytes> signatures =
        Stream.of(1, 2, 3)
            .map(number -> CanaryGround.attestor(number).sign(digest))
            .map(signature -> new DynamicBytes(signature.bytes()))
            .toList();
    return Bytes.parse(
        FunctionEncoder.encode(
            new Function(
                Cradle.FUNC_ATTEST,
                List.<Type>of(
                    new Bytes32(id.bytes()),
                    runs,
                    new Bytes32(artefact.bytes()),
                    new DynamicArray<>(DynamicBytes.class, signatures)),
                List.of())));
  }
}
