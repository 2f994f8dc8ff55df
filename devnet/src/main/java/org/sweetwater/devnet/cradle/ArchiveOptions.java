package org.sweetwater.devnet.cradle;

import java.net.URI;
import java.util.Optional;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.oracle.cradle.archive.Archive;
import picocli.CommandLine.Option;

/** Where published experiments are. A picocli mixin. */
final class ArchiveOptions {
  @Option(
      names = "--archive",
      paramLabel = "WHERE",
      description =
          "Where specifications and results are: a folder, or an IPFS node's API such as http://127.0.0.1:5001 (default: SW_ARCHIVE, else the devnet's).")
  private Optional<URI> archive = Optional.empty();

  ArchiveOptions() {}

  Archive open(NetworkOptions network) {
    return Archive.of(
        archive
            .or(() -> Optional.ofNullable(System.getenv("SW_ARCHIVE")).map(URI::create))
            .orElseGet(() -> network.devnetArchive().toUri()));
  }
}
