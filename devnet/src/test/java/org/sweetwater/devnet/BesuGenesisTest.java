package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.wrappers.Address;
import org.web3j.crypto.Credentials;

class BesuGenesisTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Address VALIDATOR =
      Address.parse("0x93917cadbace5dfce132b991732c6cda9bcc5b8a");

  /** RLP by hand: [32 zero bytes, [validator], [], 0, []]. */
  private static final String EXTRA_DATA =
      "0xf83a"
          + "a0"
          + "00".repeat(32)
          + "d5"
          + "94"
          + "93917cadbace5dfce132b991732c6cda9bcc5b8a"
          + "c0"
          + "80"
          + "c0";

  @TempDir Path folder;

  @Test
  void namesTheOneValidatorAsQbftWantsIt() {
    assertThat(BesuGenesis.extraData(VALIDATOR)).isEqualTo(EXTRA_DATA);
  }

  @Test
  void isFreeOfChargeAndOfTheNewestFork() throws IOException {
    JsonNode genesis = JSON.readTree(BesuGenesis.of(VALIDATOR));
    JsonNode config = genesis.path("config");
    assertThat(config.path("chainId").asLong()).isEqualTo(1337);
    assertThat(config.path("zeroBaseFee").asBoolean()).isTrue();
    assertThat(config.at("/qbft/blockperiodseconds").asLong()).isEqualTo(1);
    assertThat(config.path("londonBlock").asLong(-1)).isZero();
    for (String fork : new String[] {"shanghai", "cancun", "prague", "osaka"}) {
      assertThat(config.path(fork + "Time").asLong(-1)).as(fork).isZero();
    }
    assertThat(genesis.path("extraData").asText()).isEqualTo(EXTRA_DATA);
    assertThat(genesis.path("mixHash").asText())
        .isEqualTo("0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");
    assertThat(genesis.path("gasLimit").asText()).isEqualTo("0x1fffffffffffff");
  }

  @Test
  void givesMoneyToThoseWhoHaveItOnAnvil() throws IOException {
    JsonNode alloc = JSON.readTree(BesuGenesis.of(VALIDATOR)).path("alloc");
    assertThat(alloc).hasSize(Accounts.FUNDED);
    String deployer = Accounts.addressOf(Accounts.deployer()).lowerHex().substring(2);
    assertThat(alloc.at("/" + deployer + "/balance").asText()).isEqualTo("0xd3c21bcecceda1000000");
  }

  @Test
  void keepsTheKeyOfTheValidatorItNames() throws IOException {
    BesuFolder first = BesuFolder.prepare(folder.resolve("besu"));
    String key = Files.readString(first.nodeKey());
    Address validator = Address.parse(Credentials.create(key).getAddress());
    assertThat(JSON.readTree(Files.readString(first.genesis())).path("extraData").asText())
        .isEqualTo(BesuGenesis.extraData(validator));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.nodeKey())))
        .isEqualTo("rw-------");

    BesuFolder.prepare(folder.resolve("besu"));
    assertThat(first.nodeKey()).hasContent(key);
  }
}
