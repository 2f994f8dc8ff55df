package org.sweetwater.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.wrappers.config.ConfigException;

final class DeploymentTest {
  private static final Deployment DEVNET =
      new Deployment(
          31337,
          1,
          "sweetwater-devnet.eth",
          address(1),
          address(2),
          address(3),
          address(3),
          address(3),
          address(4),
          false);

  @TempDir Path folder;

  @Test
  void readsWhatItWrites() throws IOException {
    Path file = Files.writeString(folder.resolve("deployment.json"), DEVNET.toJson());

    assertThat(Deployment.read(file)).isEqualTo(DEVNET);
  }

  @Test
  void refusesAFileThatIsNotADeployment() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("deployment.json"), DEVNET.toJson().replace("31337", "\"many\""));

    assertThatThrownBy(() -> Deployment.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not a deployment.json");
  }

  @Test
  void namesAMissingFileWithTheRemedy() {
    assertThatThrownBy(() -> Deployment.read(folder.resolve("none.json")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.json: no such file; deploy the contracts first");
  }

  @Test
  void refusesAChainIdOfZero() {
    assertThatThrownBy(
            () ->
                new Deployment(
                    0,
                    1,
                    "x.eth",
                    address(1),
                    address(2),
                    address(3),
                    address(3),
                    address(3),
                    address(4),
                    false))
        .hasMessageContaining("found chainId 0");
  }

  private static Address address(int last) {
    byte[] bytes = new byte[Address.LENGTH];
    bytes[Address.LENGTH - 1] = (byte) last;
    return Address.of(bytes);
  }
}
