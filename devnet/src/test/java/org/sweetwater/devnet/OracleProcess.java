package org.sweetwater.devnet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The oracle as operators run it: {@code sw oracle run --config …} in a process of its own. */
final class OracleProcess implements AutoCloseable {
  private final Process process;

  private OracleProcess(Process process) {
    this.process = process;
  }

  static OracleProcess start(Path folder) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Sw.class.getName(),
                "oracle",
                "run",
                "--config",
                folder.resolve("oracle.yaml").toString()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("oracle.log").toFile()));
    return new OracleProcess(builder.start());
  }

  /** Kills it without a chance to tidy up, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    ChildProcess.stop(process);
  }
}
