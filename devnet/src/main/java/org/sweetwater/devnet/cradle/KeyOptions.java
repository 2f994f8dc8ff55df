package org.sweetwater.devnet.cradle;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.devnet.member.Keystores;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Option;

/** The key of an attestor: a keystore, or an environment variable. A picocli mixin. */
final class KeyOptions {
  private final Map<String, String> environment;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description =
          "Sign with a keystore file (Web3 Secret Storage); its password is asked on the terminal.")
  private Optional<Path> keystore = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Take the keystore's password from the first line of a file.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "Sign with the private key in an environment variable, 0x and 64 hex digits.")
  private Optional<String> keyEnv = Optional.empty();

  /** Made by picocli. */
  KeyOptions() {
    this(System.getenv());
  }

  KeyOptions(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * The key.
   *
   * @throws MemberException when none is named, or two are, or it is none
   */
  SigningKey open() {
    if (keystore.isPresent() == keyEnv.isPresent()) {
      throw new MemberException(
          "expected one of --keystore FILE and --key-env NAME, found %s"
              .formatted(keystore.isPresent() ? "both" : "none"));
    }
    if (keystore.isPresent()) {
      return SigningKey.of(
          Hash32.fromUnsigned(
                  Keystores.open(keystore.get(), passwordFile).getEcKeyPair().getPrivateKey())
              .bytes());
    }
    if (passwordFile.isPresent()) {
      throw new MemberException("--password-file: expected together with --keystore FILE");
    }
    return fromEnvironment(environment, keyEnv.orElseThrow());
  }

  /** The key in an environment variable; the message of a refusal does not repeat it. */
  static SigningKey fromEnvironment(Map<String, String> environment, String name) {
    String key = environment.get(name);
    if (key == null || key.isBlank()) {
      throw new MemberException("environment variable %s: not set".formatted(name));
    }
    try {
      return SigningKey.parse(key.strip());
    } catch (IllegalArgumentException e) {
      throw new MemberException("environment variable %s: %s".formatted(name, e.getMessage()));
    }
  }
}
