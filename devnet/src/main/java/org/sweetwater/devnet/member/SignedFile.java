package org.sweetwater.devnet.member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;

/** A signed message in a file: the envelope that a sequencer takes, for whoever brings it later. */
final class SignedFile {
  private SignedFile() {}

  static void write(Path file, byte[] envelope) {
    try {
      Files.write(file, envelope);
    } catch (IOException e) {
      throw new MemberException(
          "--out %s: cannot be written (%s); nothing was sent".formatted(file, e.getMessage()));
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new MemberException("%s: no such file".formatted(file));
    } catch (IOException e) {
      throw new MemberException("%s: cannot be read (%s)".formatted(file, e.getMessage()));
    }
  }

  /** The message in an envelope that we made, or that somebody gave us. */
  static Envelope parse(byte[] envelope, String origin) {
    return switch (Envelope.parse(envelope)) {
      case EnvelopeOutcome.Parsed(Envelope parsed) -> parsed;
      case EnvelopeOutcome.Refused(var reason, String detail) ->
          throw new MemberException(
              "%s: not a signed Snapshot message: %s: %s"
                  .formatted(origin, reason.snapshotText(), PlainText.line(detail, 300)));
    };
  }
}
