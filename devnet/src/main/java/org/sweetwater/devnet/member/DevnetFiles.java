package org.sweetwater.devnet.member;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sweetwater.wrappers.config.ConfigException;

/**
 * What the files of a devnet say about where its parts are. They outlive the devnet, so that a part
 * is named here does not mean that it runs.
 */
record DevnetFiles(Path folder) {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  /** Its deployment.json. */
  Optional<Path> deployment() {
    return Optional.of(folder.resolve("deployment.json")).filter(Files::exists);
  }

  /** Its experiments and their results; there from the first of them on. */
  Path archive() {
    return folder.resolve("archive");
  }

  /** Its node. */
  Optional<URI> rpcUrl() {
    return read("hub.yaml").map(file -> URI.create(file.at("/chain/rpcUrl").asText()));
  }

  /** Its hub. */
  Optional<URI> hub() {
    return read("hub.yaml").map(DevnetFiles::listener);
  }

  /** Its indexer. */
  Optional<URI> indexer() {
    return read("indexer.yaml").map(DevnetFiles::listener);
  }

  /** Its oracle. */
  Optional<URI> oracle() {
    return read("oracle.yaml").map(DevnetFiles::listener);
  }

  private static URI listener(JsonNode file) {
    return URI.create(
        "http://%s:%d".formatted(file.at("/http/host").asText(), file.at("/http/port").asInt()));
  }

  private Optional<JsonNode> read(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(YAML.readTree(Files.readString(file)));
    } catch (JacksonException e) {
      throw new ConfigException(
          "%s: not YAML: %s; start ./sw devnet again".formatted(file, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConfigException("%s: cannot be read (%s)".formatted(file, e.getMessage()));
    }
  }
}
