package org.sweetwater.wrappers.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a service's configuration into its typed record, from three layers, later ones winning:
 *
 * <ol>
 *   <li>the defaults: the resource {@code <RecordName>.yaml} beside the record's class, if there is
 *       one;
 *   <li>the YAML file that the operator gives;
 *   <li>environment variables: {@code SW_} and the key in upper snake case, so that {@code
 *       chain.rpcUrl} is {@code SW_CHAIN_RPC_URL}; a list's values are separated by commas.
 * </ol>
 *
 * <p>A component of type {@link Optional} may be absent; every other key must be there. Unknown
 * keys, wrong types and values that the record's constructor refuses (with an {@link
 * IllegalArgumentException}) all end in a {@link ConfigException} whose one line names file, key,
 * value and what was expected. Values of {@link Secret} keys are never printed.
 */
public final class ConfigFile {
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(new Jdk8Module())
          .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationReader()))
          .build();

  private ConfigFile() {}

  /**
   * Reads a configuration file, with the record's defaults below it and the environment above it.
   *
   * @throws ConfigException when anything is missing, unknown, malformed or out of bounds
   */
  public static <T extends Record> T read(
      Path file, Class<T> type, Map<String, String> environment) {
    return bind(file.toString(), load(file), type, environment);
  }

  /**
   * As {@link #read} without a file: defaults and environment only.
   *
   * @throws ConfigException when anything is missing, unknown, malformed or out of bounds
   */
  public static <T extends Record> T fromEnvironment(
      Class<T> type, Map<String, String> environment) {
    return bind("environment", YAML.createObjectNode(), type, environment);
  }

  private static ObjectNode load(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ConfigException(
            "configuration %s: larger than %d bytes; is it the right file?"
                .formatted(file, FILE_BYTES_MAX));
      }
      return object(file.toString(), YAML.readTree(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "configuration %s: no such file; give an existing one with --config".formatted(file));
    } catch (AccessDeniedException e) {
      throw new ConfigException(
          "configuration %s: not readable by this user; mend its permissions".formatted(file));
    } catch (JacksonException e) {
      throw new ConfigException(
          "configuration %s: not YAML at line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  firstLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new ConfigException(
          "configuration %s: cannot be read (%s)"
              .formatted(file, firstLine(String.valueOf(e.getMessage()))));
    }
  }

  private static ObjectNode object(String source, JsonNode tree) {
    if (tree.isMissingNode() || tree.isNull()) {
      return YAML.createObjectNode();
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new ConfigException(
        "configuration %s: expected 'key: value' lines, found %s"
            .formatted(source, tree.getNodeType().name().toLowerCase(Locale.ROOT)));
  }

  private static <T extends Record> T bind(
      String source, ObjectNode given, Class<T> type, Map<String, String> environment) {
    ObjectNode tree = defaultsOf(type);
    merge(tree, given);
    Map<String, Class<?>> keys = new HashMap<>();
    complete(source, tree, type, "", environment, keys);
    try {
      return YAML.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new ConfigException("configuration " + source + ": " + explain(e, keys));
    }
  }

  private static ObjectNode defaultsOf(Class<?> type) {
    String name = type.getSimpleName() + ".yaml";
    try (InputStream in = type.getResourceAsStream(name)) {
      return in == null ? YAML.createObjectNode() : object(name, YAML.readTree(in));
    } catch (IOException e) {
      throw new IllegalStateException("resource " + name + " beside " + type + " is broken", e);
    }
  }

  private static void merge(ObjectNode below, ObjectNode above) {
    above
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue() instanceof ObjectNode upper
                  && below.get(entry.getKey()) instanceof ObjectNode lower) {
                merge(lower, upper);
              } else {
                below.set(entry.getKey(), entry.getValue());
              }
            });
  }

  /** Lays the environment over the tree, record by record, and notices missing keys. */
  private static void complete(
      String source,
      ObjectNode tree,
      Class<?> type,
      String prefix,
      Map<String, String> environment,
      Map<String, Class<?>> keys) {
    refuseUnknown(source, tree, type, prefix);
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + component.getName();
      keys.put(key, component.getType());
      if (isGroup(component.getType())) {
        ObjectNode child =
            tree.get(component.getName()) instanceof ObjectNode object
                ? object
                : tree.putObject(component.getName());
        complete(source, child, component.getType(), key + ".", environment, keys);
        continue;
      }
      String override = environment.get(variableOf(key));
      if (override != null && component.getType() == List.class) {
        ArrayNode list = tree.putArray(component.getName());
        Arrays.stream(override.split(",")).map(String::strip).forEach(list::add);
      } else if (override != null) {
        tree.put(component.getName(), override);
      }
      JsonNode value = tree.get(component.getName());
      if ((value == null || value.isNull()) && component.getType() != Optional.class) {
        throw new ConfigException(
            "configuration %s: key '%s' is missing; set it there or as %s"
                .formatted(source, key, variableOf(key)));
      }
    }
  }

  private static void refuseUnknown(String source, ObjectNode tree, Class<?> type, String prefix) {
    List<String> known =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    tree.properties().stream()
        .map(Map.Entry::getKey)
        .filter(key -> !known.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new ConfigException(
                  "configuration %s: unknown key '%s'; known keys here: %s"
                      .formatted(source, prefix + key, String.join(", ", known)));
            });
  }

  /** A record that is made from one text (an address, a URL) is a value, not a group of keys. */
  private static boolean isGroup(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getDeclaredMethods())
            .noneMatch(method -> method.isAnnotationPresent(JsonCreator.class));
  }

  private static String variableOf(String key) {
    return "SW_"
        + key.replace('.', '_').replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  private static String explain(JsonProcessingException e, Map<String, Class<?>> keys) {
    String key =
        e instanceof JsonMappingException mapping
            ? String.join(
                ".",
                mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "" : step.getFieldName())
                    .toList())
            : "";
    String at = key.isEmpty() ? "" : "key '" + key + "': ";
    return switch (e) {
      case InvalidFormatException invalid when keys.get(key) != Secret.class ->
          "%s'%s' is not %s".formatted(at, invalid.getValue(), expected(invalid));
      case ValueInstantiationException refused
          when refused.getCause() instanceof IllegalArgumentException reason ->
          at + firstLine(String.valueOf(reason.getMessage()));
      case MismatchedInputException mismatch -> at + "expected " + expected(mismatch);
      default -> at + firstLine(e.getOriginalMessage());
    };
  }

  private static String expected(MismatchedInputException e) {
    Class<?> target = e.getTargetType();
    if (target == null) {
      return "another form of value";
    }
    if (target == Duration.class) {
      return "a duration such as 250ms, 5s, 10m, 1h or 3d";
    }
    if (target == int.class || target == long.class || target == Long.class) {
      return "a whole number in range";
    }
    if (target == boolean.class) {
      return "true or false";
    }
    if (target.isEnum()) {
      return "one of " + Arrays.toString(target.getEnumConstants());
    }
    return "a " + target.getSimpleName();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
