package org.sweetwater.devnet.cradle;

import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which submitted experiment a command is about. A picocli mixin. */
final class PublishedOptions {
  @Parameters(
      paramLabel = "ID",
      converter = HashReader.class,
      description = "The experiment's id, 0x and 64 digits.")
  private Hash32 id = Hash32.ZERO;

  @Mixin private ArchiveOptions archives = new ArchiveOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();

  PublishedOptions() {}

  Hash32 id() {
    return id;
  }

  /** Looks it up. */
  PublishedResult find() {
    return PublishedResult.of(id, network, archives);
  }
}
