package org.sweetwater.oracle.cradle.archive;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;

/**
 * Keeps published bytes under their keccak256. Nothing that it gives can differ from what was
 * published, whoever runs the store.
 */
public sealed interface Archive permits FolderArchive, IpfsArchive {
  /** The most bytes of one content; a result of the longest experiment has about one megabyte. */
  int BYTES_MAX = 4 << 20;

  /**
   * Keeps bytes; to do so again changes nothing.
   *
   * @param content at most {@link #BYTES_MAX} bytes
   * @return keccak256 of the content
   * @throws FatalException when there are more bytes, or the store is not what it was said to be
   * @throws org.sweetwater.wrappers.RetryableException when the store fails
   */
  Hash32 put(byte[] content);

  /**
   * The bytes with a hash; empty when the store does not have them.
   *
   * @throws FatalException when the store has something else under that hash
   * @throws org.sweetwater.wrappers.RetryableException when the store fails
   */
  Optional<byte[]> find(Hash32 hash);

  /**
   * The archive at an address.
   *
   * @param address a folder, as a path or {@code file:} URI; or {@code http://host:5001}, the RPC
   *     API of an IPFS node
   * @throws FatalException for any other address
   */
  static Archive of(URI address) {
    return switch (address.getScheme()) {
      case null -> new FolderArchive(Path.of(address.getPath()));
      case "file" -> new FolderArchive(folder(address));
      case "http", "https" -> new IpfsArchive(address);
      case String other ->
          throw new FatalException(
              "archive: expected a folder, file:, http: or https:, found " + other + ":");
    };
  }

  private static Path folder(URI address) {
    try {
      return Path.of(address);
    } catch (IllegalArgumentException e) {
      throw new FatalException(
          "archive: expected file:///path/to/folder, found %s (%s)"
              .formatted(address, e.getMessage()),
          e);
    }
  }
}
