package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainProcessTest {
  @TempDir Path folder;

  @Test
  void givesUpANodeThatMakesNoBlockAndStopsIt() throws IOException {
    Path log = Files.writeString(folder.resolve("besu.log"), "Starting\nWaiting for peers\n");
    Process idle = new ProcessBuilder("sleep", "60").start();
    BesuProcess besu = new BesuProcess(idle, URI.create("http://127.0.0.1:1"), log);

    assertThatExceptionOfType(DevnetException.class)
        .isThrownBy(() -> besu.awaitHead(head -> true, Duration.ofSeconds(1), seconds -> {}))
        .withMessage(
            "Besu made no block at http://127.0.0.1:1 within 1 s; its last words: Waiting for peers; its log: %s",
            log);
    assertThat(idle.isAlive()).isFalse();
  }
}
