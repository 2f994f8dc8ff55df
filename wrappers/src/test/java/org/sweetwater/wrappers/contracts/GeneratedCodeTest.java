package org.sweetwater.wrappers.contracts;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.web3j.tx.Contract;

/** web3j and forge compile the same sources apart; what forge tested must be what Java deploys. */
class GeneratedCodeTest {
  private static final Path CONTRACTS =
      Path.of(requireNonNull(System.getProperty("contracts.dir"), "contracts.dir"));

  /** The CBOR trailer that solc appends: a hash of the metadata, which holds file paths. */
  private static final Pattern METADATA =
      Pattern.compile("a2646970667358221220[0-9a-f]{64}64736f6c6343[0-9a-f]{6}0033");

  static Stream<String> contracts() throws IOException, URISyntaxException {
    Path classes =
        Path.of(AccessManager.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("org/sweetwater/wrappers/contracts"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void everyContractHasAClass() throws Exception {
    assertThat(contracts()).contains("AccessManager", "Cradle", "NodeRegistry", "NodeTouchLimit");
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void isTheCodeThatForgeTested(String name) throws Exception {
    Class<?> generated = Class.forName("org.sweetwater.wrappers.contracts." + name);
    assertThat(Contract.class).isAssignableFrom(generated);
    String binary = String.valueOf(generated.getField("BINARY").get(null));
    assertThat(withoutMetadata(binary))
        .as("creation code of %s; if contracts changed, run ./sw build first", name)
        .isEqualTo(withoutMetadata(forgeCode(name)));
  }

  private static String forgeCode(String name) throws IOException {
    Path artefact = CONTRACTS.resolve("out/" + name + ".sol/" + name + ".json");
    assertThat(artefact).as("forge's artefact: run ./sw build first").exists();
    JsonNode json = new ObjectMapper().readTree(artefact.toFile());
    return json.at("/bytecode/object").asText();
  }

  private static String withoutMetadata(String code) {
    String digits = code.startsWith("0x") ? code.substring(2) : code;
    return METADATA.matcher(digits).replaceAll("");
  }
}
