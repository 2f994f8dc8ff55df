package org.sweetwater.indexer.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a selection with its fragments written out. All types of the API are objects, so
 * that in a valid query a fragment always applies.
 */
final class Selections {
  private final Document document;
  private final Map<String, Field> byKey = new LinkedHashMap<>();
  private boolean isPlain = true;

  private Selections(Document document) {
    this.document = document;
  }

  /** The fields in order; empty when there are directives, or a key is there twice. */
  static Optional<List<Field>> of(@Nullable SelectionSet selection, Document document) {
    Selections selections = new Selections(document);
    selections.add(selection);
    return selections.isPlain
        ? Optional.of(List.copyOf(selections.byKey.values()))
        : Optional.empty();
  }

  private void add(@Nullable SelectionSet selection) {
    if (selection == null) {
      return;
    }
    for (Selection<?> one : selection.getSelections()) {
      switch (one) {
        case Field field ->
            isPlain &=
                field.getDirectives().isEmpty()
                    && byKey.putIfAbsent(field.getResultKey(), field) == null;
        case InlineFragment fragment -> {
          isPlain &= fragment.getDirectives().isEmpty();
          add(fragment.getSelectionSet());
        }
        case FragmentSpread spread -> {
          isPlain &= spread.getDirectives().isEmpty();
          add(definition(spread).getSelectionSet());
        }
        default -> isPlain = false;
      }
    }
  }

  private FragmentDefinition definition(FragmentSpread spread) {
    return document.getDefinitionsOfType(FragmentDefinition.class).stream()
        .filter(fragment -> fragment.getName().equals(spread.getName()))
        .findFirst()
        .orElseThrow();
  }
}
