package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sweetwater.wrappers.Bytes;

/**
 * The byte code of Safe 1.4.1 as its makers compiled it: npm's {@code @safe-global/safe-contracts}.
 *
 * <p>That package is LGPL-3.0. It is read here, and only here, to be deployed on a test's chain;
 * nothing of it is in this repository or part of what we ship.
 */
record SafeArtefacts(Path artefacts) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static SafeArtefacts of(Checkout checkout) {
    Path artefacts =
        checkout
            .client()
            .resolve("node_modules/@safe-global/safe-contracts/build/artifacts/contracts");
    if (!Files.isDirectory(artefacts)) {
      throw new DevnetException(
          "the Safe is not installed (%s); run npm ci in devnet/client/".formatted(artefacts));
    }
    return new SafeArtefacts(artefacts);
  }

  /** What creates the contract {@code name}, which is in {@code folder} ("." for the topmost). */
  Bytes creationCode(String folder, String name) throws IOException {
    Path file = artefacts.resolve(folder).resolve(name + ".sol").resolve(name + ".json");
    return Bytes.parse(JSON.readTree(Files.readString(file)).path("bytecode").asText());
  }
}
