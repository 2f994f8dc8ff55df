package org.sweetwater.oracle.cradle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

class IpfsArchiveTest {
  private static final byte[] CONTENT = "{\"a\":1}".getBytes(UTF_8);
  private static final Hash32 HASH = Hash32.keccak(CONTENT);

  private final FakeIpfs ipfs = new FakeIpfs();
  private final IpfsArchive archive = new IpfsArchive(ipfs.url());

  @AfterEach
  void close() {
    ipfs.close();
  }

  @Test
  void givesBackWhatItKeeps() {
    assertThat(archive.put(CONTENT)).isEqualTo(HASH);
    assertThat(archive.put(CONTENT)).isEqualTo(HASH);

    assertThat(ipfs.blocks()).containsOnlyKeys(Cid.of(HASH));
    assertThat(archive.find(HASH)).contains(CONTENT);
  }

  @Test
  void carriesAnyBytesUpToTheLimit() {
    byte[] most = new byte[Archive.BYTES_MAX];
    new Random(1).nextBytes(most);

    assertThat(archive.find(archive.put(most))).contains(most);
    assertThat(archive.find(archive.put(new byte[0]))).contains(new byte[0]);
    assertThatThrownBy(() -> archive.put(new byte[Archive.BYTES_MAX + 1]))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("found 4194305 to keep");
  }

  @Test
  void hasNothingElse() {
    assertThat(archive.find(HASH)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blockstore: block not found", "context deadline exceeded"})
  void whatNobodyGivesIsAbsent(String message) {
    ipfs.answers(500, FakeIpfs.error(message));

    assertThat(archive.find(HASH)).isEmpty();
  }

  @Test
  void neverGivesOtherContent() {
    byte[] other = "{\"a\":2}".getBytes(UTF_8);
    ipfs.blocks().put(Cid.of(HASH), other);

    assertThatThrownBy(() -> archive.find(HASH))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("expected content with hash " + HASH)
        .hasMessageContaining("found content with hash " + Hash32.keccak(other));
  }

  @Test
  void readsNoAnswerWithoutEnd() {
    ipfs.answers(200, new byte[Archive.BYTES_MAX + 1]);

    assertThatThrownBy(() -> archive.find(HASH)).isInstanceOf(RetryableException.class);
  }

  @Test
  void noticesThatSomethingElseWasKept() {
    ipfs.answers(200, "{\"Key\":\"bafkreiother\",\"Size\":7}".getBytes(UTF_8));

    assertThatThrownBy(() -> archive.put(CONTENT))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("to keep " + Cid.of(HASH))
        .hasMessageContaining("kept \"bafkreiother\"");
  }

  @Test
  void noticesThatTheServerIsNoIpfsNode() {
    ipfs.answers(200, "<html>".getBytes(UTF_8));
    assertThatThrownBy(() -> archive.put(CONTENT))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("is it a Kubo node?");

    ipfs.answers(404, "<html>\nnowhere".getBytes(UTF_8));
    assertThatThrownBy(() -> archive.find(HASH))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("for block/get, found 404 \"<html> nowhere\"");
  }

  @Test
  void aNodeThatFailsMayBeAskedAgain() {
    ipfs.answers(500, FakeIpfs.error("no space left on device"));

    assertThatThrownBy(() -> archive.put(CONTENT))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("no space left on device");
    assertThatThrownBy(() -> archive.find(HASH)).isInstanceOf(RetryableException.class);
  }

  @Test
  void waitsNoLongerThanItSays() {
    ipfs.stopsInTheMiddle();
    IpfsArchive hasty = new IpfsArchive(ipfs.url(), Duration.ofMillis(100), Duration.ofMillis(300));

    assertThatThrownBy(() -> hasty.find(HASH))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("within PT0.3S");
  }

  @Test
  void saysThatNobodyListens() {
    ipfs.close();

    assertThatThrownBy(() -> archive.put(CONTENT))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("start the IPFS node, or correct the address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://key@host:5001", "http://host:5001/?key=1", "http://host/key", "http:host"})
  void takesNoAddressWithOtherParts(String address) {
    assertThatThrownBy(() -> new IpfsArchive(URI.create(address)))
        .isInstanceOf(FatalException.class)
        .hasMessageNotContaining("key");
  }
}
