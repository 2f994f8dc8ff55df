package org.sweetwater.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where figures were measured.
 *
 * @param cores processors that the JVM may use
 * @param memoryMb the machine's memory
 * @param jdk for example {@code 25.0.1+8 (Eclipse Adoptium)}
 * @param commit what was measured: the commit of the checkout, with {@code +} when files differ
 *     from it; {@code unknown} outside a git checkout
 */
public record Machine(String os, int cores, long memoryMb, String jdk, String commit) {
  private static final int COMMIT_DIGITS = 12;

  /** This machine and the checkout in {@code home}. */
  static Machine find(Path home) throws IOException, InterruptedException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() >> 20,
        "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor")),
        commit(home));
  }

  private static String commit(Path home) throws IOException, InterruptedException {
    String name = git(home, "rev-parse", "--short=" + COMMIT_DIGITS, "HEAD");
    if (name.isEmpty()) {
      return "unknown";
    }
    return git(home, "status", "--porcelain").isEmpty() ? name : name + "+";
  }

  private static String git(Path home, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process =
        new ProcessBuilder(command)
            .directory(home.toAbsolutePath().toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return process.waitFor() == 0 ? output : "";
  }

  String oneLine() {
    return "%s, %d cores, %,d MB, JDK %s, commit %s".formatted(os, cores, memoryMb, jdk, commit);
  }
}
