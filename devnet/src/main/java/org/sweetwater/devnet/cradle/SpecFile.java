package org.sweetwater.devnet.cradle;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.cradle.spec.ExperimentFile;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.InvalidSpecException;

/** Reads specifications from files. */
final class SpecFile {
  private SpecFile() {}

  /**
   * Reads one.
   *
   * @throws InvalidSpecException when it is none
   * @throws MemberException when the file cannot be read
   */
  static ExperimentSpec read(Path file) throws InvalidSpecException {
    try {
      return ExperimentFile.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new MemberException("%s: no such file".formatted(file));
    } catch (MalformedInputException e) {
      throw new MemberException("%s: expected text in UTF-8".formatted(file));
    } catch (IOException e) {
      throw new MemberException("%s: cannot be read (%s)".formatted(file, e.getMessage()));
    }
  }

  /**
   * Reads one for a command that can do nothing without it.
   *
   * @throws MemberException naming every problem, a line each
   */
  static ExperimentSpec require(Path file) {
    try {
      return read(file);
    } catch (InvalidSpecException e) {
      throw new MemberException(
          e.problems().stream()
              .map(problem -> problem.in(file.toString()))
              .collect(Collectors.joining(System.lineSeparator() + "sw: ")));
    }
  }
}
