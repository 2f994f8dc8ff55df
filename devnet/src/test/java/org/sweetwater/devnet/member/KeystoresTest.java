package org.sweetwater.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;

class KeystoresTest {
  private static final Credentials KEY = Credentials.create("0x" + "17".repeat(32));

  @TempDir private Path folder;
  private Path keystore = Path.of("");

  @BeforeEach
  void write() throws Exception {
    String name =
        WalletUtils.generateWalletFile("open sesame", KEY.getEcKeyPair(), folder.toFile(), false);
    keystore = folder.resolve(name);
  }

  private Optional<Path> password(String text) throws IOException {
    return Optional.of(Files.writeString(folder.resolve("password"), text));
  }

  @Test
  void opensWithThePasswordInTheFirstLine() throws IOException {
    assertThat(Keystores.open(keystore, password("open sesame\nsecond line\n")).getAddress())
        .isEqualTo(KEY.getAddress());
  }

  @Test
  void refusesAWrongPasswordWithoutShowingIt() {
    assertThatThrownBy(() -> Keystores.open(keystore, password("guess")))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining("wrong password")
        .hasMessageNotContaining("guess");
  }

  @Test
  void refusesWhatIsNoKeystore() throws IOException {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"secret\": 1}");

    assertThatThrownBy(() -> Keystores.open(other, password("x")))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining("expected Web3 Secret Storage")
        .hasMessageNotContaining("secret\"");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(
            () -> Keystores.open(folder.resolve("none.json"), Optional.of(Path.of("none"))))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining("none.json: no such file");
    assertThatThrownBy(() -> Keystores.open(keystore, Optional.of(folder.resolve("no-password"))))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining("no-password: no such file");
  }

  @Test
  void asksForAPasswordFileWhereThereIsNoTerminal() {
    assertThatThrownBy(() -> Keystores.open(keystore, Optional.empty()))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining("--password-file");
  }
}
