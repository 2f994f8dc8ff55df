package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;

/**
 * How Besu is found, started and stopped, as far as a program in its place can show. Whether Besu
 * agrees, only Besu can tell.
 */
class BesuProcessTest {
  @TempDir Path home;
  @TempDir Path folder;

  private final BesuProcess.BesuPorts ports;

  BesuProcessTest() {
    Ports free = Ports.from(0);
    ports = new BesuProcess.BesuPorts(free.chain(), free.chainWs(), free.chainP2p());
  }

  private FakeBesuProgram fake;

  @BeforeEach
  void install() throws IOException {
    fake = FakeBesuProgram.install(home);
  }

  @Test
  void isFoundInBesuHomeAndOnThePath() {
    assertThat(BesuProcess.find(Map.of("BESU_HOME", home.toString(), "PATH", "")))
        .isEqualTo(fake.program());
    assertThat(BesuProcess.find(Map.of("PATH", "/none:" + home.resolve("bin"))))
        .isEqualTo(fake.program());
  }

  @Test
  void saysWhereToGetItWhenItIsAbsent() {
    assertThatExceptionOfType(DevnetException.class)
        .isThrownBy(() -> BesuProcess.find(Map.of("PATH", folder.toString())))
        .withMessageContainingAll(
            "Besu not found on the PATH",
            "https://github.com/besu-eth/besu/releases",
            "BESU_HOME",
            "Java 21")
        .satisfies(absent -> assertThat(absent.getMessage()).hasLineCount(1));
    assertThatExceptionOfType(DevnetException.class)
        .isThrownBy(() -> BesuProcess.find(Map.of("BESU_HOME", folder.toString())))
        .withMessageContaining("in BESU_HOME (" + folder + ")");
  }

  @Test
  void isAloneSilentAndFreeOfCharge() {
    BesuFolder files = BesuFolder.prepare(folder.resolve("besu"));
    assertThat(BesuProcess.command(fake.program(), ports, files))
        .containsExactly(
            fake.program().toString(),
            "--config-file=" + folder.resolve("besu/besu.toml"),
            "--data-path=" + folder.resolve("besu/data"),
            "--genesis-file=" + folder.resolve("besu/genesis.json"),
            "--node-private-key-file=" + folder.resolve("besu/node.key"),
            "--p2p-port=" + ports.p2p(),
            "--rpc-http-port=" + ports.http(),
            "--rpc-ws-port=" + ports.ws());
    assertThat(files.config())
        .content()
        .contains(
            "discovery-enabled=false",
            "p2p-host=\"127.0.0.1\"",
            "rpc-http-host=\"127.0.0.1\"",
            "rpc-ws-host=\"127.0.0.1\"",
            "min-gas-price=0",
            "data-storage-format=\"FOREST\"");
  }

  @Test
  void makesBlocksStopsCleanlyAndGoesOnWhereItWas() throws Exception {
    String genesis;
    Process first;
    try (BesuProcess besu = start()) {
      first = besu.process();
      assertThat(fake.calledWith().getFirst()).isEqualTo(System.getProperty("java.home"));
      assertThat(fake.calledWith())
          .contains(
              "--rpc-http-port=" + ports.http(),
              "--config-file=" + folder.resolve("besu/besu.toml"));
      genesis = Files.readString(folder.resolve("besu/genesis.json"));
      assertThat(headOf(besu)).isPositive();
    }
    assertThat(first.isAlive()).isFalse();
    try (BesuProcess again = start()) {
      assertThat(headOf(again)).isGreaterThan(1);
      assertThat(folder.resolve("besu/genesis.json")).hasContent(genesis);
    }
  }

  @Test
  void saysWhyItDidNotStart() throws IOException {
    Path broken = FakeBesuProgram.installBroken(home);
    assertThatExceptionOfType(DevnetException.class)
        .isThrownBy(() -> BesuProcess.start(broken, ports, folder, seconds -> {}))
        .withMessage(
            "Besu ended while it started; its last words: Unknown option: --x; its log: %s",
            folder.resolve("besu.log"));
  }

  private BesuProcess start() throws InterruptedException {
    return BesuProcess.start(fake.program(), ports, folder, seconds -> {});
  }

  private static long headOf(BesuProcess besu) {
    try (ChainClient client = ChainClient.connect(RpcEndpoint.of(besu.rpcUrl()))) {
      return client.blockNumber();
    }
  }
}
