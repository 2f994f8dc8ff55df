package org.sweetwater.oracle.hub;

import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Remembers queries that were parsed and found valid: clients send the same few again and again,
 * with other variables.
 */
final class ParsedQueries implements PreparsedDocumentProvider {
  /** Texts remembered; the one that was not used for longest is forgotten first. */
  static final int KEPT_MAX = 100;

  /** Longer texts are parsed each time; those of Snapshot's own clients are shorter. */
  static final int CHARS_MAX = 5_000;

  private final UnaryOperator<PreparsedDocumentEntry> limits;
  private final Map<String, PreparsedDocumentEntry> kept =
      new LinkedHashMap<>(KEPT_MAX, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparsedDocumentEntry> eldest) {
          return size() > KEPT_MAX;
        }
      };

  /**
   * Nothing is remembered yet.
   *
   * @param limits turns a parsed query that breaks a limit of ours into its error
   */
  ParsedQueries(UnaryOperator<PreparsedDocumentEntry> limits) {
    this.limits = limits;
  }

  @Override
  public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
      ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parse) {
    String text = input.getQuery();
    PreparsedDocumentEntry known = find(text);
    if (known == null) {
      known = limits.apply(parse.apply(input));
      if (text.length() <= CHARS_MAX && !known.hasErrors()) {
        keep(text, known);
      }
    }
    return CompletableFuture.completedFuture(known);
  }

  private synchronized @Nullable PreparsedDocumentEntry find(String text) {
    return kept.get(text);
  }

  private synchronized void keep(String text, PreparsedDocumentEntry entry) {
    kept.put(text, entry);
  }
}
