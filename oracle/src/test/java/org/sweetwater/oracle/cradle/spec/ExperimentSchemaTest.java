package org.sweetwater.oracle.cradle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExperimentSchemaTest {
  private static final Pattern DEFAULT = Pattern.compile("[Dd]efault ([^ ]+?)\\.?$");
  private final JsonNode schema = read();

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(ExperimentSchema.text());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isAJsonSchemaOfItsDraft() {
    assertThat(schema.get("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                .validate(ExperimentSchema.text(), InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void describesEveryKey() {
    List<String> silent = new ArrayList<>();
    addSilent(schema, "", silent);
    assertThat(silent).isEmpty();
  }

  private void addSilent(JsonNode node, String at, List<String> silent) {
    // Under "if", properties are conditions.
    if (!at.endsWith("/if")) {
      node.path("properties")
          .properties()
          .forEach(
              property -> {
                if (!isDescribed(property.getValue())) {
                  silent.add(at + "/" + property.getKey());
                }
              });
    }
    node.properties()
        .forEach(child -> addSilent(child.getValue(), at + "/" + child.getKey(), silent));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      addSilent(node.get(i), at + "/" + i, silent);
    }
  }

  private boolean isDescribed(JsonNode property) {
    return property.has("description")
        || (property.has("$ref")
            && schema.at(property.get("$ref").asText().substring(1)).has("description"));
  }

  @Test
  void allowsNoOtherKeysAnywhere() {
    assertThat(schema.findParents("properties"))
        .filteredOn(node -> node.has("type"))
        .allSatisfy(node -> assertThat(node.path("additionalProperties")).hasToString("false"));
  }

  @Test
  void statesTheDefaultsThatAFileGetsWhenItLeavesThemOut() {
    StringBuilder network = new StringBuilder();
    for (String part : List.of("routing", "handshake", "policy", "traffic")) {
      network.append("  %s: {%s}\n".formatted(part, defaults(part, "")));
    }
    network.append(
        "  links: {latency: {min: 2ms, max: 15ms}, %s}\n".formatted(defaults("links", "latency")));
    network.append(
        "  adversary: {share: %s}\n"
            .formatted(stated("/properties/network/properties/adversary/properties/share")));
    String written =
        Experiments.VALID
            .replace("change:\n", network + "change:\n")
            .replace(
                "duration: 10m\n",
                "duration: 10m\nwarmUp: %s\nwindow: %s\n"
                    .formatted(span("/properties/warmUp"), span("/properties/window")))
            .replace("max: 2s", "max: 2s, action: " + stated("/$defs/action"));

    assertThat(Experiments.parse(written)).isEqualTo(Experiments.parse(Experiments.VALID));
  }

  /** All keys of a part with the defaults that their descriptions state. */
  private String defaults(String part, String exceptFor) {
    List<String> keys = new ArrayList<>();
    schema
        .at("/$defs/%s/properties".formatted(part))
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!key.equals(exceptFor)) {
                keys.add(key + ": " + stated("/$defs/%s/properties/%s".formatted(part, key)));
              }
            });
    assertThat(keys).isNotEmpty();
    return String.join(", ", keys);
  }

  private String stated(String pointer) {
    String description = schema.at(pointer).path("description").asText();
    Matcher matcher = DEFAULT.matcher(description);
    assertThat(matcher.find()).as("%s: %s", pointer, description).isTrue();
    return matcher.group(1);
  }

  /** As it is stated for people, with a space before the unit. */
  private String span(String pointer) {
    String description = schema.at(pointer).path("description").asText();
    return description.replaceAll(".*default ([0-9]+) (s|min)\\.$", "$1$2");
  }

  @Test
  void statesTheDefaultOfWhatIsMadeOfTwo() {
    assertThat(schema.at("/$defs/links/properties/latency/description").asText())
        .endsWith("default 2ms to 15ms.");
    assertThat(schema.at("/properties/waves/description").asText())
        .endsWith("default: 10 nodes for 30 min, 50 for 1 h, 500 for 2 h, 5,000 for 4 h.");
    String written =
        Experiments.edited(
            "duration: 10m",
            """
            duration: 10m
            waves:
              - {nodes: 10, hold: 30m}
              - {nodes: 50, hold: 1h}
              - {nodes: 500, hold: 2h}
              - {nodes: 5000, hold: 4h}""");
    assertThat(Experiments.parse(written).waves())
        .isEqualTo(Experiments.parse(Experiments.VALID).waves());
  }
}
