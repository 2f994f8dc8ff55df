package org.sweetwater.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Processor seconds of processes, with those of their children that have ended: a database's work
 * is done by a process for each connection.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
public final class ProcessorTime {
  private static final double TICKS_PER_SECOND = 100;

  /** That of utime, counted from the field after the program's name. */
  private static final int FIRST_FIELD = 11;

  private ProcessorTime() {}

  /** Of our own children that run such a program. */
  public static double ofChildren(Predicate<String> program) {
    return ProcessHandle.current()
        .children()
        .filter(process -> process.info().command().filter(program).isPresent())
        .mapToDouble(process -> of(process.pid()))
        .sum();
  }

  /** Of our children that have ended and been waited for. */
  public static double ofEndedChildren() {
    return ticks(ProcessHandle.current().pid(), 2, 4);
  }

  /** Of a process and everything below it. */
  public static double of(long pid) {
    double below =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToDouble(process -> own(process.pid()))
            .sum();
    return own(pid) + below;
  }

  private static double own(long pid) {
    return ticks(pid, 0, 4);
  }

  /** The sum of some of utime, stime, cutime and cstime. */
  private static double ticks(long pid, int from, int to) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = FIRST_FIELD + from; i < FIRST_FIELD + to; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks / TICKS_PER_SECOND;
    } catch (NoSuchFileException e) {
      return 0; // It has ended: its parent has counted it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
