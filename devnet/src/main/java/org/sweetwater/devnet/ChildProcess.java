package org.sweetwater.devnet;

import java.util.concurrent.TimeUnit;

/** A process that this one started, and that must not outlive it. */
final class ChildProcess {
  private static final long STOP_SECONDS_MAX = 10;

  private ChildProcess() {}

  /** Asks the process to end, waits for it, and kills it when it does not listen. */
  static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
