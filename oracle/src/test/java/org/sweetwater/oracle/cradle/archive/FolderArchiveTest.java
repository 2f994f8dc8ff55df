package org.sweetwater.oracle.cradle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

class FolderArchiveTest {
  private static final byte[] CONTENT = "{\"a\":1}".getBytes(UTF_8);

  @TempDir private Path temporary;

  private Path folder() {
    return temporary.resolve("made/when/needed");
  }

  private FolderArchive archive() {
    return new FolderArchive(folder());
  }

  @Test
  void givesBackWhatItKeeps() {
    Hash32 hash = archive().put(CONTENT);

    assertThat(hash).isEqualTo(Hash32.keccak(CONTENT));
    assertThat(archive().find(hash)).contains(CONTENT);
    assertThat(folder().resolve(hash.hex() + ".json")).hasBinaryContent(CONTENT);
  }

  @Test
  void hasNothingElse() {
    assertThat(archive().find(Hash32.ZERO)).isEmpty();
    archive().put(CONTENT);
    assertThat(archive().find(Hash32.ZERO)).isEmpty();
  }

  @Test
  void keepsTheSameOnceHoweverManyWrite() throws IOException {
    IntStream.range(0, 50).parallel().forEach(i -> archive().put(CONTENT));

    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files).containsExactly(archive().file(Hash32.keccak(CONTENT)));
    }
  }

  @Test
  void neverGivesOtherContent() throws IOException {
    Hash32 hash = archive().put(CONTENT);
    byte[] other = "{\"a\":2}".getBytes(UTF_8);
    Files.write(archive().file(hash), other);

    assertThatThrownBy(() -> archive().find(hash))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("expected content with hash " + hash)
        .hasMessageContaining("found content with hash " + Hash32.keccak(other));
    archive().put(CONTENT);
    assertThat(archive().find(hash)).contains(CONTENT);
  }

  @Test
  void bothSidesHaveALimit() throws IOException {
    byte[] most = new byte[Archive.BYTES_MAX];
    assertThat(archive().find(archive().put(most))).contains(most);

    assertThatThrownBy(() -> archive().put(new byte[Archive.BYTES_MAX + 1]))
        .isInstanceOf(FatalException.class)
        .hasMessage("archive: expected at most 4194304 bytes, found 4194305 to keep");
    Files.write(archive().file(Hash32.ZERO), new byte[Archive.BYTES_MAX + 1]);
    assertThatThrownBy(() -> archive().find(Hash32.ZERO))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("found 4194305 in ");
  }

  @Test
  void saysWhyItCannotWrite() throws IOException {
    Path notAFolder = Files.writeString(temporary.resolve("file"), "");

    assertThatThrownBy(() -> new FolderArchive(notAFolder).put(CONTENT))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("cannot write " + notAFolder);
  }

  @Test
  void anAddressIsAFolderOrANode() {
    Archive.of(URI.create(folder().toString())).put(CONTENT);

    assertThat(Archive.of(folder().toUri()).find(Hash32.keccak(CONTENT))).contains(CONTENT);
    assertThat(Archive.of(URI.create("http://127.0.0.1:5001"))).isInstanceOf(IpfsArchive.class);
    assertThatThrownBy(() -> Archive.of(URI.create("ftp://example.org")))
        .isInstanceOf(FatalException.class)
        .hasMessage("archive: expected a folder, file:, http: or https:, found ftp:");
    assertThatThrownBy(() -> Archive.of(URI.create("file://host/folder")))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("expected file:///path/to/folder");
  }
}
