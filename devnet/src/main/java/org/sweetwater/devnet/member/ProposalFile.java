package org.sweetwater.devnet.member;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.sweetwater.indexer.decode.CallEncoder;
import org.sweetwater.indexer.decode.MalformedArgumentException;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A proposal as an author writes it in YAML; see {@code docs/member.md}.
 *
 * @param body the words before the committed call
 * @param discussion a link, or empty
 * @param salt tells two proposals of the same call apart
 * @param snapshot the block at which power is read
 */
record ProposalFile(
    String title,
    String body,
    String discussion,
    Address target,
    Bytes data,
    Optional<Hash32> salt,
    Optional<Long> snapshot,
    Optional<Instant> end) {
  /** Snapshot's own limits, in characters. */
  private static final int TITLE_MAX = 256;

  private static final int BODY_MAX = 20_000;

  private static final List<String> KEYS =
      List.of("title", "body", "bodyFile", "discussion", "call", "salt", "snapshot", "end");
  private static final List<String> CALL_KEYS =
      List.of("contract", "function", "arguments", "target", "data");

  /**
   * Reads a file.
   *
   * @throws MemberException naming file, line and column, and what was expected there
   */
  static ProposalFile read(Path file, CallEncoder encoder) {
    return new Reader(file, encoder).read();
  }

  private static final class Reader {
    private final Path file;
    private final CallEncoder encoder;
    private final String name;

    Reader(Path file, CallEncoder encoder) {
      this.file = file;
      this.encoder = encoder;
      this.name = file.toString();
    }

    ProposalFile read() {
      YamlMap map = YamlMap.of(name, compose(), KEYS);
      CallEncoder.Encoded call = call(map.require("call"));
      return new ProposalFile(
          limited(map, "title", map.text("title"), TITLE_MAX),
          limited(map, "body", body(map), BODY_MAX),
          map.findText("discussion").orElse(""),
          call.target(),
          call.data(),
          map.findText("salt").map(text -> salt(map, text)),
          map.findText("snapshot").map(text -> block(map, text)),
          map.findText("end").map(text -> time(map, text)));
    }

    private Node compose() {
      try {
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(Files.readString(file)));
        if (root == null) {
          throw new MemberException(
              "%s: empty; expected %s".formatted(name, String.join(", ", KEYS)));
        }
        return root;
      } catch (NoSuchFileException e) {
        throw new MemberException("%s: no such file".formatted(name));
      } catch (IOException e) {
        throw new MemberException(
            "%s: cannot be read as text (%s)".formatted(name, e.getMessage()));
      } catch (MarkedYAMLException e) {
        throw new MemberException(
            "%s:%d:%d: not YAML: %s"
                .formatted(
                    name,
                    e.getProblemMark().getLine() + 1,
                    e.getProblemMark().getColumn() + 1,
                    e.getProblem()));
      } catch (YAMLException e) {
        throw new MemberException(
            "%s: not YAML: %s"
                .formatted(name, PlainText.line(String.valueOf(e.getMessage()), 200)));
      }
    }

    private String limited(YamlMap map, String key, String text, int most) {
      if (text.length() > most) {
        throw map.error(
            "'%s': expected at most %d characters, found %d".formatted(key, most, text.length()));
      }
      return text;
    }

    private String body(YamlMap map) {
      Optional<String> bodyFile = map.findText("bodyFile");
      if (bodyFile.isPresent() == map.find("body").isPresent()) {
        throw map.error("expected either 'body' or 'bodyFile'");
      }
      if (bodyFile.isEmpty()) {
        return map.text("body");
      }
      Path beside = file.resolveSibling(bodyFile.get());
      try {
        return Files.readString(beside);
      } catch (IOException e) {
        throw map.error(
            map.require("bodyFile"),
            "bodyFile: %s cannot be read (%s)".formatted(beside, e.getMessage()));
      }
    }

    private CallEncoder.Encoded call(Node node) {
      YamlMap map = YamlMap.of(name, node, CALL_KEYS);
      boolean isNamed = map.find("contract").isPresent() || map.find("function").isPresent();
      boolean isRaw = map.find("target").isPresent() || map.find("data").isPresent();
      if (isNamed == isRaw) {
        throw map.error(
            "call: expected either contract, function and arguments, or target and data");
      }
      return isNamed ? named(map) : raw(map);
    }

    private CallEncoder.Encoded named(YamlMap map) {
      Optional<Node> arguments = map.find("arguments");
      try {
        return encoder.encode(
            map.text("contract"),
            map.text("function"),
            arguments
                .map(node -> YamlTree.toJson(name, node))
                .orElseGet(JsonNodeFactory.instance::arrayNode));
      } catch (MalformedArgumentException e) {
        String problem = String.valueOf(e.getMessage());
        if (e.pointer().isEmpty()) {
          throw map.error("call: " + problem);
        }
        throw map.error(
            YamlTree.at(arguments.orElseThrow(), e.pointer()),
            "arguments%s: %s".formatted(e.pointer(), problem));
      }
    }

    private CallEncoder.Encoded raw(YamlMap map) {
      String target = map.text("target");
      String data = map.text("data");
      if (!target.matches("0x[0-9a-fA-F]{40}")) {
        throw map.error(map.require("target"), "target: expected 0x and 40 hex digits");
      }
      try {
        return new CallEncoder.Encoded(Address.parse(target), Bytes.parse(data));
      } catch (IllegalArgumentException e) {
        throw map.error(map.require("data"), "data: expected 0x and pairs of hex digits");
      }
    }

    private static Hash32 salt(YamlMap map, String text) {
      try {
        return Hash32.parse(text);
      } catch (IllegalArgumentException e) {
        throw map.error(map.require("salt"), "salt: expected 0x and 64 hex digits");
      }
    }

    private static long block(YamlMap map, String text) {
      if (!text.matches("[0-9]{1,15}")) {
        throw map.error(map.require("snapshot"), "snapshot: expected a block's number");
      }
      return Long.parseLong(text);
    }

    private static Instant time(YamlMap map, String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw map.error(
            map.require("end"), "end: expected a time in UTC such as 2026-12-01T18:00:00Z");
      }
    }
  }
}
