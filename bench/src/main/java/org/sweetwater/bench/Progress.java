package org.sweetwater.bench;

import java.lang.management.ManagementFactory;

/** Says on standard error what is being done, and how long it has taken so far. */
public final class Progress {
  private Progress() {}

  /** One line. */
  public static void say(String text) {
    long seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
    System.err.printf("%4d s  %s%n", seconds, text);
  }
}
