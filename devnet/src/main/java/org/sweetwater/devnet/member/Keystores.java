package org.sweetwater.devnet.member;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.exception.CipherException;

/**
 * Opens keystore files (Web3 Secret Storage, version 3), which every Ethereum wallet writes.
 *
 * @see <a
 *     href="https://ethereum.org/en/developers/docs/data-structures-and-encoding/web3-secret-storage">Web3
 *     Secret Storage</a>
 */
public final class Keystores {
  private Keystores() {}

  /**
   * Opens a keystore.
   *
   * @param passwordFile whose first line is the password; asked on the terminal when empty
   */
  public static Credentials open(Path keystore, Optional<Path> passwordFile) {
    if (!Files.isReadable(keystore)) {
      throw new MemberException(
          "keystore %s: no such file, or not readable; give a Web3 Secret Storage file"
              .formatted(keystore));
    }
    String password =
        passwordFile.isPresent() ? firstLine(passwordFile.get()) : ask(keystore, System.console());
    try {
      return WalletUtils.loadCredentials(password, keystore.toFile());
    } catch (CipherException e) {
      if (String.valueOf(e.getMessage()).contains("password")) {
        throw new MemberException("keystore %s: wrong password".formatted(keystore));
      }
      throw notAKeystore(keystore);
    } catch (IOException e) {
      throw notAKeystore(keystore);
    }
  }

  private static MemberException notAKeystore(Path keystore) {
    return new MemberException(
        "keystore %s: expected Web3 Secret Storage, version 3, found something else"
            .formatted(keystore));
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (NoSuchFileException e) {
      throw new MemberException("password file %s: no such file".formatted(file));
    } catch (IOException e) {
      throw new MemberException(
          "password file %s: cannot be read as text (%s)".formatted(file, e.getMessage()));
    }
  }

  private static String ask(Path keystore, @Nullable Console console) {
    if (console == null || !console.isTerminal()) {
      throw new MemberException(
          "no terminal to ask for the password of %s; give --password-file FILE"
              .formatted(keystore));
    }
    char[] password = console.readPassword("Password of %s: ", keystore);
    if (password == null) {
      throw new MemberException("no password was given; nothing was signed");
    }
    try {
      // web3j takes nothing but a string.
      return new String(password);
    } finally {
      Arrays.fill(password, ' ');
    }
  }
}
