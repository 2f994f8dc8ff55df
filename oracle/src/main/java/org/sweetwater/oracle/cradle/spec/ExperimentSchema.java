package org.sweetwater.oracle.cradle.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The published JSON Schema of specifications (draft 2020-12). */
public final class ExperimentSchema {
  private static final String RESOURCE = "experiment.schema.json";
  private static final String FAULT_KINDS =
      "expected exactly one of killNodes, cutLinks, partition and degradeLinks";

  /** How much of a wrong value a message repeats. */
  private static final int SHOWN_MAX = 40;

  private static final Schema SCHEMA = load();

  private ExperimentSchema() {}

  /** The schema itself, JSON. */
  public static String text() {
    try (InputStream in = ExperimentSchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema load() {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .errorMessageKeyword("errorMessage")
            .build();
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config))
        .getSchema(text(), InputFormat.JSON);
  }

  /** All that the schema finds wrong with a document, each thing once. */
  static List<SpecProblem> problemsOf(YamlDocument document) {
    Set<SpecProblem> problems = new LinkedHashSet<>();
    for (Error error : SCHEMA.validate(document.json())) {
      problems.add(problem(document, error));
    }
    return List.copyOf(problems);
  }

  private static SpecProblem problem(YamlDocument document, Error error) {
    String at = error.getInstanceLocation().toString();
    // A choice that fails is reported once for each alternative.
    boolean isChoice = error.getEvaluationPath().contains("oneOf");
    if (isChoice || error.getKeyword().equals("oneOf")) {
      return document.at(at, FAULT_KINDS);
    }
    return switch (error.getKeyword()) {
      case "additionalProperties" ->
          document.at(YamlDocument.below(at, error.getProperty()), "there is no such key here");
      case "required" -> document.at(at, "'%s' is missing".formatted(error.getProperty()));
      default -> document.at(at, error.isCustomMessage() ? error.getMessage() : words(error));
    };
  }

  /** The schema's own words for a limit, in every locale the same. */
  private static String words(Error error) {
    JsonNode limit = error.getSchemaNode();
    JsonNode found = error.getInstanceNode();
    return switch (error.getKeyword()) {
      case "enum" -> "expected one of %s, found %s".formatted(listed(limit), shown(found));
      case "const" -> "expected %s, found %s".formatted(limit.asText(), shown(found));
      case "type" -> "expected %s, found %s".formatted(kind(limit.asText()), shown(found));
      case "minimum" -> "expected at least %s, found %s".formatted(limit.asText(), shown(found));
      case "maximum" -> "expected at most %s, found %s".formatted(limit.asText(), shown(found));
      case "multipleOf" ->
          "expected a multiple of %s, found %s".formatted(limit.asText(), shown(found));
      case "minLength" -> "expected a text that is not empty";
      case "maxLength" ->
          "expected at most %s characters, found %d"
              .formatted(limit.asText(), found.asText().codePointCount(0, found.asText().length()));
      case "minProperties" -> "expected at least %s of its keys".formatted(limit.asText());
      case "minItems", "maxItems" -> "expected %s, found %d".formatted(items(error), found.size());
      default -> throw new IllegalStateException("no words for " + error);
    };
  }

  private static String items(Error error) {
    boolean isLeast = error.getKeyword().equals("minItems");
    return "at %s %s in the list"
        .formatted(isLeast ? "least" : "most", error.getSchemaNode().asText());
  }

  private static String listed(JsonNode choices) {
    return StreamSupport.stream(choices.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }

  private static String kind(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      default -> "a mapping";
    };
  }

  private static String shown(JsonNode found) {
    if (found.isContainerNode()) {
      return found.isArray() ? "a list" : "a mapping";
    }
    String text = found.asText();
    int end =
        text.offsetByCodePoints(0, Math.min(SHOWN_MAX, text.codePointCount(0, text.length())));
    return end == text.length()
        ? "'%s'".formatted(text)
        : "'%s…'".formatted(text.substring(0, end));
  }
}
