package org.sweetwater.oracle.cradle.spec;

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

/** The published JSON Schema of specifications (draft 2020-12). */
public final class ExperimentSchema {
  private static final String RESOURCE = "experiment.schema.json";
  private static final String FAULT_KINDS =
      "expected exactly one of killNodes, cutLinks, partition and degradeLinks";
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
          document.at(at + "/" + error.getProperty(), "there is no such key here");
      case "required" -> document.at(at, "'%s' is missing".formatted(error.getProperty()));
      default -> document.at(at, error.getMessage());
    };
  }
}
