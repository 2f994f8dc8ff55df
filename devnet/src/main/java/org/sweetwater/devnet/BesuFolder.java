package org.sweetwater.devnet;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.sweetwater.wrappers.Address;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.utils.Numeric;

/**
 * What a Besu of ours keeps on disk.
 *
 * @param nodeKey the only validator's private key
 * @param genesis names that validator
 * @param config the resource {@code besu.toml}
 * @param data the chain
 */
record BesuFolder(Path nodeKey, Path genesis, Path config, Path data) {
  /**
   * Makes the key and the genesis that names it at the first start, and leaves them alone later;
   * the configuration is today's at each start.
   */
  static BesuFolder prepare(Path folder) {
    BesuFolder files =
        new BesuFolder(
            folder.resolve("node.key"),
            folder.resolve("genesis.json"),
            folder.resolve("besu.toml"),
            folder.resolve("data"));
    try {
      Files.createDirectories(files.data());
      if (!Files.exists(files.genesis())) {
        files.begin();
      }
      try (InputStream config = requireNonNull(BesuFolder.class.getResourceAsStream("besu.toml"))) {
        Files.copy(config, files.config(), StandardCopyOption.REPLACE_EXISTING);
      }
      return files;
    } catch (IOException e) {
      throw new DevnetException("cannot prepare %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private void begin() throws IOException {
    Credentials validator = Credentials.create(newKey());
    Files.deleteIfExists(nodeKey);
    Files.createFile(
        nodeKey,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        nodeKey,
        Numeric.toHexStringWithPrefixZeroPadded(validator.getEcKeyPair().getPrivateKey(), 64));
    // Last: a genesis without its key would be a chain without a validator.
    Files.writeString(genesis, BesuGenesis.of(Address.parse(validator.getAddress())));
  }

  private static ECKeyPair newKey() {
    try {
      return Keys.createEcKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make secp256k1 keys", e);
    }
  }
}
