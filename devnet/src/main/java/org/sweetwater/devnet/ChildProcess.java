package org.sweetwater.devnet;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that this one started, and that must not outlive it. */
final class ChildProcess {
  /** A Besu writes its state out before it ends. */
  private static final long STOP_SECONDS_MAX = 30;

  private static final long KILL_SECONDS_MAX = 5;

  private ChildProcess() {}

  /**
   * Asks the process to end, waits for it, and kills it when it does not listen; with it what it
   * started, such as the compiler of a forge that is stopped while it compiles.
   */
  static void stop(Process process) {
    // Asked before the end: afterwards they are nobody's children.
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        // Until it is gone it writes into folders that are deleted next.
        process.destroyForcibly().waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
