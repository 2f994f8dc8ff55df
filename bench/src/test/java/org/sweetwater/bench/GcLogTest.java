package org.sweetwater.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as JDK 25 writes them. */
class GcLogTest {
  @Test
  void findsTheFullestHeapAndTheMostThatIsLeft(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gc.log"),
            """
            [0.012s][info][gc] Using G1
            [0.900s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 25M->7M(386M) 4.1ms
            [1.900s][info][gc] GC(1) Pause Young (Concurrent Start) (Metadata GC Threshold) 97M->31M(386M) 9.8ms
            [1.950s][info][gc] GC(2) Concurrent Mark Cycle 20.8ms
            [2.400s][info][gc] GC(3) Pause Full (System.gc()) 44M->19M(386M) 30.0ms
            """);
    assertThat(GcLog.read(file)).isEqualTo(new GcLog(97, 31, 3));
  }
}
