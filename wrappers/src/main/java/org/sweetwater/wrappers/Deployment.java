package org.sweetwater.wrappers;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sweetwater.wrappers.config.ConfigException;

/**
 * Where one deployment of the contracts lives: what {@code contracts/script/Deploy.s.sol} writes to
 * {@code deployment.json}.
 *
 * @param chainId the chain's id, at least 1
 * @param startBlock a block at or before the first contract's; indexing begins there
 * @param space the Snapshot space whose proposals the ballot takes
 * @param authority the AccessManager
 * @param registry the NodeRegistry
 * @param nodeTouchLimit the NodeTouchLimit
 * @param cradle the Cradle
 * @param canary the Canary
 * @param ballot the SnapshotBallot
 * @param production whether the compiled-in minimums apply
 */
public record Deployment(
    long chainId,
    long startBlock,
    String space,
    Address authority,
    Address registry,
    Address nodeTouchLimit,
    Address cradle,
    Address canary,
    Address ballot,
    boolean production) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Address.class, new AddressReader())
                  .addSerializer(Address.class, ToStringSerializer.instance))
          .build();

  /** Checks the ranges. */
  public Deployment {
    if (chainId < 1 || startBlock < 0 || space.isBlank()) {
      throw new IllegalArgumentException(
          "deployment: expected chainId ≥ 1, startBlock ≥ 0 and a space; found chainId %d, startBlock %d, space '%s'"
              .formatted(chainId, startBlock, space));
    }
  }

  /**
   * Reads {@code deployment.json}.
   *
   * @throws ConfigException when the file is missing, unreadable or not of this form
   */
  public static Deployment read(Path file) {
    try {
      return JSON.readValue(Files.readAllBytes(file), Deployment.class);
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "deployment %s: no such file; deploy the contracts first, or start ./sw devnet, which does"
              .formatted(file));
    } catch (JacksonException e) {
      throw new ConfigException(
          "deployment %s: not a deployment.json: %s".formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConfigException(
          "deployment %s: cannot be read (%s)".formatted(file, e.getMessage()));
    }
  }

  /** Writes this deployment in the form that {@link #read} takes. */
  public String toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class AddressReader extends FromStringDeserializer<Address> {
    private static final long serialVersionUID = 1L;

    AddressReader() {
      super(Address.class);
    }

    @Override
    protected Address _deserialize(String text, DeserializationContext context) {
      return Address.parse(text);
    }
  }
}
