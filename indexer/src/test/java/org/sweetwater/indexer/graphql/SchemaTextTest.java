package org.sweetwater.indexer.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SchemaTextTest {
  @Test
  void isWhatTheExamplesAreGeneratedFrom() throws IOException {
    Path committed =
        Path.of(System.getProperty("sweetwater.home"), "indexer/examples/schema.graphqls");
    assertThat(SchemaText.print())
        .as("./sw indexer schema > indexer/examples/schema.graphqls writes it anew")
        .isEqualTo(Files.readString(committed));
  }

  @Test
  void holdsWhatIsMadeAndHidesTables() {
    String schema = SchemaText.print();
    assertThat(new SchemaParser().parse(schema).getType("Vote_filter")).isPresent();
    assertThat(schema).contains("type Subscription").doesNotContain("@entity", "chain.vote");
  }
}
