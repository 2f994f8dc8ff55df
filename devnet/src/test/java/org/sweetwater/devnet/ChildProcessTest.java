package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
  @Test
  void stopsWhatTheChildStartedToo() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; wait").start();
    BufferedReader output = shell.inputReader();
    ProcessHandle grandchild = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
    assertThat(grandchild.isAlive()).isTrue();

    ChildProcess.stop(shell);

    assertThat(shell.isAlive()).isFalse();
    grandchild.onExit().get(10, TimeUnit.SECONDS);
    assertThat(grandchild.isAlive()).isFalse();
  }
}
