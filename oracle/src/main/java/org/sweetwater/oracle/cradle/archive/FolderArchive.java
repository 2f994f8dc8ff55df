package org.sweetwater.oracle.cradle.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * An archive in a folder, one file {@code 0x<64 hex digits>.json} for each content: to be served by
 * any web server, or kept in any repository. Several processes may write at once.
 */
public final class FolderArchive implements Archive {
  private final Path folder;

  /** An archive in a folder, which is made with the first content. */
  public FolderArchive(Path folder) {
    this.folder = folder;
  }

  /** Where the content with a hash is, or would be. */
  public Path file(Hash32 hash) {
    return folder.resolve(hash.hex() + ".json");
  }

  @Override
  public Hash32 put(byte[] content) {
    Hash32 hash = Content.hash(content);
    Path file = file(hash);
    try {
      if (!isKept(file, content)) {
        write(file, content);
      }
    } catch (IOException e) {
      throw failed("write", file, e);
    }
    return hash;
  }

  private static boolean isKept(Path file, byte[] content) throws IOException {
    // A file that somebody spoiled is written anew.
    return Files.isRegularFile(file)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  /** Readers see the whole file or none, also after a crash. */
  private void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(folder);
    Path part = folder.resolve("." + UUID.randomUUID() + ".part");
    try {
      Files.write(
          part,
          content,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public Optional<byte[]> find(Hash32 hash) {
    Path file = file(hash);
    try {
      Content.requireSize(Files.size(file), "in " + file);
      return Optional.of(Content.verified(Files.readAllBytes(file), hash, file.toString()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  private static RetryableException failed(String what, Path file, IOException e) {
    return new RetryableException("archive: cannot %s %s: %s".formatted(what, file, e), e);
  }
}
