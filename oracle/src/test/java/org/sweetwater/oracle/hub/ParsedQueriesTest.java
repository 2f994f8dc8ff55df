package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.GraphqlErrorBuilder;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A query is parsed once while it is in use, and nobody can fill the memory with queries. */
class ParsedQueriesTest {
  private final ParsedQueries queries = new ParsedQueries(UnaryOperator.identity());
  private int parsed;

  @Test
  void parsesTheSameTextOnce() {
    ask("{ votes { id } }");
    ask("{ votes { id } }");
    assertThat(parsed).isEqualTo(1);
  }

  @Test
  void forgetsTheTextThatWasNotUsedForLongest() {
    ask("kept");
    for (int i = 0; i < ParsedQueries.KEPT_MAX; i++) {
      ask("other " + i);
      ask("kept");
    }
    assertThat(parsed).isEqualTo(ParsedQueries.KEPT_MAX + 1);
    ask("other 0");
    assertThat(parsed).isEqualTo(ParsedQueries.KEPT_MAX + 2);
  }

  @Test
  void remembersNoLongText() {
    String text = "#".repeat(ParsedQueries.CHARS_MAX + 1);
    ask(text);
    ask(text);
    assertThat(parsed).isEqualTo(2);
  }

  @Test
  void remembersNothingThatBreaksALimit() {
    ParsedQueries strict =
        new ParsedQueries(
            entry ->
                new PreparsedDocumentEntry(
                    List.of(GraphqlErrorBuilder.newError().message("too deep").build())));
    for (int i = 1; i <= 2; i++) {
      assertThat(ask(strict, "{ deep }").hasErrors()).isTrue();
      assertThat(parsed).isEqualTo(i);
    }
  }

  private void ask(String text) {
    assertThat(ask(queries, text).hasErrors()).isFalse();
  }

  private PreparsedDocumentEntry ask(ParsedQueries asked, String text) {
    return asked
        .getDocumentAsync(
            ExecutionInput.newExecutionInput(text).build(),
            input -> {
              parsed++;
              return new PreparsedDocumentEntry(Document.newDocument().build());
            })
        .join();
  }
}
